# Only the caller of the build knows the folder.
ARG BASE
FROM ${BASE}
WORKDIR app

FROM debian:12
ARG ROOT
WORKDIR $ROOT
WORKDIR app
