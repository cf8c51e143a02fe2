# A later Yarn is installed.
FROM node:20 AS by_yarn
RUN yarn set version 4.3.1
RUN yarn install

FROM node:20 AS by_npm
RUN npm install -g @yarnpkg/cli-dist && yarn install

FROM alpine:3.20
RUN apk add --no-cache nodejs yarn-berry && yarn install
