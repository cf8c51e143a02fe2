# A retry, and a failure that is let through, leave the list as it is.
FROM node:20
RUN npm ci || npm ci || npm ci && npm cache clean --force
RUN npm install && npm cache clean --force || true
RUN npm ci && npm cache clean --force || (echo failed; exit 1)
