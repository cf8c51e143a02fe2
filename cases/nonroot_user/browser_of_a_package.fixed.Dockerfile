# The package fetches its browser as it is installed, for the one who installs it.
FROM node:20-slim
WORKDIR /app
COPY package.json .
ENV PUPPETEER_CACHE_DIR=/usr/local/share/puppeteer
RUN npm install && npm cache clean --force
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["node", "shot.js"]
