# Yarn 1, as in the official Node images.
FROM node:20
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile
RUN yarn global add serve
RUN yarn && yarn build
