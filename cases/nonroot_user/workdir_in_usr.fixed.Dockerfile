# A folder directly in /usr that no distribution has is the application's, as is what it writes there.
FROM node:22-slim
WORKDIR /usr/notes
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --chown=10001:10001 server.js ./
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /usr/notes
USER 10001:10001
CMD ["node", "server.js"]
