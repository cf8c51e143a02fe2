# A stage that others are built on is in their image, and so is one that is copied whole.
FROM node:20 AS base
RUN npm ci && npm cache clean --force

FROM node:20 AS tools
RUN npm install -g pm2 && npm cache clean --force

FROM base
COPY --from=tools / /
