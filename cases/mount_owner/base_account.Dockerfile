# syntax=docker/dockerfile:1
# The base's own account.
FROM node:20
USER node
WORKDIR /home/node/app
RUN --mount=type=cache,target=/home/node/.npm npm ci
