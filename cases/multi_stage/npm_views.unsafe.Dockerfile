# What the program reads besides goes along; husky's prepare has nothing to prepare for.
FROM node:20-slim
ENV PORT=3000
WORKDIR /srv/app
COPY --chown=node:node . .
RUN npm ci && npm run build && npm prune --omit=dev
ENV NODE_ENV=production
USER node
HEALTHCHECK CMD ["node", "dist/health.js"]
CMD ["npm", "start"]
