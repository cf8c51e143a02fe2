# A pip.conf that only tells the index is no reason to keep the cache; whatever it says, the flag wins.
FROM python:3.11
COPY pip.conf /etc/pip.conf
RUN pip config set global.index-url https://pypi.example.com/simple && pip install a
RUN --mount=type=secret,id=pip,target=/etc/pip.conf pip install b
RUN pip cache dir && pip list
