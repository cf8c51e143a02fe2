# Corepack runs the version that package.json asks for.
FROM node:22
RUN corepack enable
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile
