# Builders run as root, and nothing of theirs is in the image.
FROM node:20 AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run build
FROM node:20-slim
WORKDIR /app
COPY --chown=10001:10001 --from=build /src/dist ./dist
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["node", "dist/main.js"]
