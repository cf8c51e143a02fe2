# What the organisation has itself takes the place of the public image; the digest was the other's.
ARG BASE=python:3.12
ARG VERSION=20
FROM ${BASE} AS build
FROM node:${VERSION}-slim
FROM docker.io/library/node:20@sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
COPY --from=quay.io/tools/kubectl:1.30 /kubectl /bin/
COPY --from=build /app /app
