# The style of the place is kept.
FROM node:20
RUN cd /app && \
    npm ci && \
    npm cache clean --force && \
    npm run build
RUN set -eux; \
	npm ci; \
	npm cache clean --force; \
	npm run build
