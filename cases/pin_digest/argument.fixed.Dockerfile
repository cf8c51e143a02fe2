# Arguments that hold a whole reference: the default is pinned, another value is still taken whole.
ARG BASE="python:3.12@sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
ARG RUNTIME=debian:12@sha256:b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2
FROM ${BASE} AS build
FROM $BASE AS test
FROM "${RUNTIME}"
FROM ${TOOLS:-alpine:3.20@sha256:c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3}
