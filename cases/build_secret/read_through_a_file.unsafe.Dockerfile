# Nothing names the token, for .npmrc does; npm reads it, and apt-get does not.
FROM node:20
ARG NPM_TOKEN
RUN apt-get update && apt-get install -y --no-install-recommends git
COPY package*.json .npmrc ./
RUN npm ci
CMD ["npm", "start"]
