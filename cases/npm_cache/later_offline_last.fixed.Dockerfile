# Only the install that the other one relies on keeps its cache.
FROM node:20 AS base
RUN npm ci

FROM base
RUN npm install --prefer-offline typescript && npm cache clean --force
