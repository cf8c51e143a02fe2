# Each branch cleans up after itself.
FROM node:20
ARG NODE_ENV
RUN if [ "$NODE_ENV" = production ]; then npm ci --omit=dev && npm cache clean --force; else npm install && npm cache clean --force; fi
RUN for i in 1 2 3; do npm ci && npm cache clean --force && break; done
