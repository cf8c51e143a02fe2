# What the program writes to is a link, which chown -R does not follow.
FROM node:20-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN mkdir -p /data/uploads && ln -s /data/uploads uploads && ln -s /srv/reports /app/reports
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /srv/reports/daily \
    && chown 10001:10001 /app /data \
    && chown -R 10001:10001 /data/uploads /srv/reports/daily
USER 10001:10001
CMD ["node", "server.js"]
