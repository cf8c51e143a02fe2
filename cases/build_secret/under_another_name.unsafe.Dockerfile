# syntax=docker/dockerfile:1.4
# The build's ENV gives the token on under another name; the syntax is raised to one that can.
FROM node:20 AS build
ARG NPM_TOKEN
ENV CI=1 \
    NODE_AUTH_TOKEN=${NPM_TOKEN} \
    NODE_ENV=production
RUN --mount=type=cache,target=/root/.npm npm ci

FROM node:20-slim
COPY --from=build /app /app
