# A later install wants what the cache holds.
FROM node:20
COPY package.json yarn.lock ./
RUN yarn install
RUN yarn install --production --offline
