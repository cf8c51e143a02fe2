# A later install wants what the cache holds.
FROM node:20 AS base
RUN npm ci

FROM base
RUN npm ci --omit=dev --offline
