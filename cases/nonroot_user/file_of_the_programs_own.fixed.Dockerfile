# A program of the application's leaves a file of root's where the server keeps the same.
FROM node:20-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN npm run fill
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["node", "server.js"]
