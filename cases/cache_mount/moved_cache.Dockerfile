# ENV says where the cache is.
FROM python:3.12-slim
ENV PIP_CACHE_DIR=/cache/pip
RUN pip install flask
