# What the program reads besides goes along; husky's prepare has nothing to prepare for.
FROM node:20-slim AS build
ENV PORT=3000
WORKDIR /srv/app
COPY --chown=node:node . .
RUN npm ci && npm run build && npm prune --omit=dev

FROM node:20-slim
WORKDIR /srv/app
ENV PORT=3000
COPY --chown=node:node package.json .npmrc package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts
COPY --from=build --chown=node:node /srv/app/dist /srv/app/dist
COPY --from=build --chown=node:node /srv/app/public /srv/app/public
COPY --from=build --chown=node:node /srv/app/src/views /srv/app/src/views
ENV NODE_ENV=production
USER node
HEALTHCHECK CMD ["node", "dist/health.js"]
CMD ["npm", "start"]
