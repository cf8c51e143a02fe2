# It is emptied, or there is nothing in it.
FROM node:20
COPY package.json yarn.lock ./
RUN yarn install && yarn build && yarn cache clean
RUN yarn install && rm -rf /usr/local/share/.cache/yarn /tmp/*
RUN yarn build && yarn --version
