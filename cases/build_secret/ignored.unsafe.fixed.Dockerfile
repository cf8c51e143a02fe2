# syntax=docker/dockerfile:1
# One secret is left alone on request, the other moves, and brings the syntax that it needs.
FROM node:20
# fixer: ignore[build_secret] the builder has no secrets
ARG NPM_TOKEN
RUN NODE_AUTH_TOKEN=$NPM_TOKEN npm ci
RUN --mount=type=secret,id=SENTRY_AUTH_TOKEN,env=SENTRY_AUTH_TOKEN,required=true npx sentry-cli --auth-token "$SENTRY_AUTH_TOKEN" releases list
