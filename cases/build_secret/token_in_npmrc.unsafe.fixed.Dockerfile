# syntax=docker/dockerfile:1
# The token is needed by one RUN, which names it; the others do not get it.
FROM node:20 AS build
WORKDIR /app
COPY package*.json ./
RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN,required=true echo "//registry.npmjs.org/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm -f .npmrc
COPY . .
RUN npm run build
CMD ["node", "dist/main.js"]
