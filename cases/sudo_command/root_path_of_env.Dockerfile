# With sudo another PATH holds, so another pip may be the one that runs; apt-get is the same.
FROM python:3.12
ENV PATH=/opt/venv/bin:$PATH
RUN sudo pip install flask
