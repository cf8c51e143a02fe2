# Where chmod finds no such file the build goes on: chown would end it.
FROM node:20-slim
RUN rm -rf /var/lib/keys
WORKDIR /app
COPY --chown=10001:10001 . .
RUN chmod 700 keys 2>/dev/null || true
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["node", "server.js"]
