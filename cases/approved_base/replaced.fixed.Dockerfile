# What the organisation has itself takes the place of the public image; the digest was the other's.
ARG BASE=registry.corp/python:3.12
ARG VERSION=20
FROM ${BASE} AS build
FROM registry.corp/hub/node:${VERSION}-slim
FROM registry.corp/hub/node:20
COPY --from=registry.corp/quay/tools/kubectl:1.30 /kubectl /bin/
COPY --from=build /app /app
