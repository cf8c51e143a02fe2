# The variable turns the cache off, wherever it is set. Any value does: pip reads `off` so, too.
FROM python:3.11 AS env
ENV PIP_NO_CACHE_DIR=1
RUN pip install a

FROM env AS child
RUN pip install a

FROM python:3.11 AS argument
ARG PIP_NO_CACHE_DIR=on
RUN pip install a

FROM python:3.11 AS in_run
RUN PIP_NO_CACHE_DIR=1 pip install a
RUN export PIP_NO_CACHE_DIR=true && pip install a
RUN env PIP_NO_CACHE_DIR=yes pip install a

FROM python:3.11
ENV PIP_NO_CACHE_DIR=off
RUN pip install a
