# The archive holds a tool of the system's, and nothing of the application.
FROM node:20-slim
COPY tool.tar.gz /tmp/
RUN tar -xzf /tmp/tool.tar.gz -C /usr/local/bin && rm /tmp/tool.tar.gz
WORKDIR /srv/shop
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /srv/shop
USER 10001:10001
CMD ["node", "server.js"]
