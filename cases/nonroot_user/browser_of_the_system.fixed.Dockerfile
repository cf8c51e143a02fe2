# Told of a browser, the package fetches none.
FROM node:20-slim
ENV PUPPETEER_SKIP_DOWNLOAD=true
WORKDIR /app
COPY package.json .
RUN npm install && npm cache clean --force
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["node", "shot.js"]
