# Another stage takes the cache over.
FROM node:20 AS build
RUN npm ci

FROM node:20-slim
COPY --from=build /root/.npm /root/.npm
RUN npm ci --omit=dev && npm cache clean --force
