# The argument is used for something else, too, where a digest may be in the way.
ARG BASE=python:3.12
ARG OTHER=python:3.12
ARG NAMED=python:3.12
ARG LABELLED=$NAMED
FROM $BASE
ARG BASE
LABEL org.opencontainers.image.base.name=$BASE
FROM ${OTHER}-slim AS slim
FROM $OTHER
FROM $NAMED
