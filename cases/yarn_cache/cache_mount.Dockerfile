# What is on a mount is not in the image.
FROM node:20
COPY package.json yarn.lock ./
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn/v6 yarn install
RUN --mount=type=cache,target=/root/.cache yarn install
ENV YARN_CACHE_FOLDER=/yarn
RUN --mount=type=cache,target=/yarn yarn install
