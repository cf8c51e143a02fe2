# What is on a mount is not in the image, and emptying it would take it from the next build.
FROM node:20
RUN --mount=type=cache,target=/root/.npm npm ci
RUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci
RUN --mount=type=cache,id=x,target=/root/ npm ci
ENV npm_config_cache=/npm
RUN --mount=type=cache,target=/npm npm ci
