# npm 7 and 8 run scripts as the owner of the package's folder.
FROM node:16
WORKDIR /app
COPY . .
RUN cd client && npm ci
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["node", "server.js"]
