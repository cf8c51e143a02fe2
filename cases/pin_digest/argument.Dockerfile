# Arguments that hold a whole reference: the default is pinned, another value is still taken whole.
ARG BASE="python:3.12"
ARG RUNTIME=debian:12
FROM ${BASE} AS build
FROM $BASE AS test
FROM "${RUNTIME}"
FROM ${TOOLS:-alpine:3.20}
