# A stage that others are built on is in their image, and so is one that is copied whole.
FROM node:20 AS base
RUN npm ci

FROM node:20 AS tools
RUN npm install -g pm2

FROM base
COPY --from=tools / /
