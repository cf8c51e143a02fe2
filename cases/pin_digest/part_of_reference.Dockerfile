# With a digest behind it, an argument for a part of the reference would change nothing.
ARG VERSION=3.12
ARG REGISTRY=docker.io
ARG IMAGE=python:${VERSION}
FROM python:${VERSION} AS a
FROM ${REGISTRY}/library/python:3.12 AS b
FROM python:3.12${SUFFIX:-} AS c
FROM ${IMAGE}
