# syntax=docker/dockerfile:1
# All places of one secret move together: the global default, and both stages that take it on.
FROM python:3.12 AS build
RUN --mount=type=secret,id=PIP_PASSWORD,env=PIP_PASSWORD,required=true pip download --index-url "https://ci:${PIP_PASSWORD}@pypi.internal/simple" app

FROM python:3.12-slim
ARG VERSION
RUN --mount=type=secret,id=PIP_PASSWORD,env=PIP_PASSWORD,required=true pip install --index-url "https://ci:${PIP_PASSWORD}@pypi.internal/simple" app==$VERSION
