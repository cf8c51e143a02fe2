# A build argument without a default is not set unless the caller sets it; an empty value is none.
FROM python:3.11
ARG PIP_NO_CACHE_DIR
RUN pip install --no-cache-dir a
ENV PIP_NO_CACHE_DIR=
RUN pip install --no-cache-dir b
