# syntax=docker/dockerfile:1
# Root reads and writes it all.
FROM node:20
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npmrc npm ci
