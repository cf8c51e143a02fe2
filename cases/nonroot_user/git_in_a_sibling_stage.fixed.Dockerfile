# git refuses the repository of another user: not only the stages of the image are built on the COPY.
FROM node:20-slim AS base
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
FROM base AS build
RUN mkdir dist && git rev-parse HEAD > dist/version
FROM base
COPY --chown=10001:10001 --from=build /app/dist dist
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["node", "server.js"]
