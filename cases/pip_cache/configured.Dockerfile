# pip's configuration decides on the cache: by its own command, in a file, or with a mount.
FROM python:3.11 AS command
RUN pip config set global.no-cache-dir true
RUN pip install a

FROM python:3.11 AS written
RUN printf '[global]\nno-cache-dir = true\n' > /etc/pip.conf
RUN pip install a

FROM python:3.11
COPY pip.conf /etc/pip.conf
RUN --mount=type=cache,target=/cache pip install a
