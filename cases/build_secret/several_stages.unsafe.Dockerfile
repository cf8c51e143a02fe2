# All places of one secret move together: the global default, and both stages that take it on.
ARG PIP_PASSWORD
FROM python:3.12 AS build
ARG PIP_PASSWORD
RUN pip download --index-url "https://ci:${PIP_PASSWORD}@pypi.internal/simple" app

FROM python:3.12-slim
ARG VERSION PIP_PASSWORD
RUN pip install --index-url "https://ci:${PIP_PASSWORD}@pypi.internal/simple" app==$VERSION
