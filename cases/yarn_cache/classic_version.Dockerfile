# A version of Yarn 1 is chosen.
FROM node:20
RUN yarn policies set-version 1.22.19
COPY package.json yarn.lock ./
RUN yarn install
