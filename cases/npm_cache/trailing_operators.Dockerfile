# The style of the place is kept.
FROM node:20
RUN cd /app && \
    npm ci && \
    npm run build
RUN set -eux; \
	npm ci; \
	npm run build
