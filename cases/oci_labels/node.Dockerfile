# Of a Node project whose Dockerfile has a title, and an older version; the last stage is the image.
FROM node:20-slim AS build
RUN npm ci
FROM node:20-slim
LABEL org.opencontainers.image.source="https://git.example.com/team/shop"
LABEL org.opencontainers.image.title="The shop" org.opencontainers.image.version="1.0.0"
CMD ["node", "server.js"]
