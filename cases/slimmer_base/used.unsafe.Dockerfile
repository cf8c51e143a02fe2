# git, a compiler, curl: in a stage that is built on it, and in a health check, too.
FROM python:3.12 AS base
FROM base
RUN pip install git+https://example.com/x
FROM node:20
RUN make
FROM ruby:3.3
HEALTHCHECK CMD curl -f http://localhost/
FROM perl:5
RUN apt-get update && apt-get install -y libpq-dev
