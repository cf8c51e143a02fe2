# Each branch cleans up after itself, and a loop once, behind it.
FROM node:20
ARG NODE_ENV
RUN if [ "$NODE_ENV" = production ]; then npm ci --omit=dev; else npm install; fi
RUN for i in 1 2 3; do npm ci && break; done
