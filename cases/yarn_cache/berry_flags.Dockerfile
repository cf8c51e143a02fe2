# Yarn 1 does not know this flag.
FROM node:20
COPY . .
RUN yarn install --immutable
