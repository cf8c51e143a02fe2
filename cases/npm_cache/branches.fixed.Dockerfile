# Each branch cleans up after itself, and a loop once, behind it.
FROM node:20
ARG NODE_ENV
RUN if [ "$NODE_ENV" = production ]; then npm ci --omit=dev && npm cache clean --force; else npm install && npm cache clean --force; fi
RUN for i in 1 2 3; do npm ci && break; done && npm cache clean --force
