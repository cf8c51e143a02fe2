# syntax=docker/dockerfile:1
# The account's number stands in the file.
FROM debian:12
RUN useradd --uid 2000 --create-home build
USER build
RUN --mount=type=cache,target=/home/build/.cache/pip,uid=2000,gid=2000 --mount=type=bind,target=/src pip install /src
