# pip's configuration decides on the cache, or may.
FROM python:3.11 AS command
RUN pip config set global.no-cache-dir true
RUN pip install a

FROM python:3.11
COPY pip.conf /etc/pip.conf
RUN pip install a
