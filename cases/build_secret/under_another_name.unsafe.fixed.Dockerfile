# syntax=docker/dockerfile:1.10
# The build's ENV gives the token on under another name; the syntax is raised to one that can.
FROM node:20 AS build
ENV CI=1 \
    NODE_ENV=production
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=NPM_TOKEN,env=NODE_AUTH_TOKEN,required=true npm ci

FROM node:20-slim
COPY --from=build /app /app
