# Yarn 1, as in the official Node images.
FROM node:20
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile && yarn cache clean
RUN yarn global add serve && yarn cache clean
RUN yarn && yarn cache clean && yarn build
