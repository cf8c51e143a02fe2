# syntax=docker/dockerfile:1
# Nothing names the token, for .npmrc does; npm reads it, and apt-get does not.
FROM node:20
RUN apt-get update && apt-get install -y --no-install-recommends git
COPY package*.json .npmrc ./
RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN,required=true npm ci
CMD ["npm", "start"]
