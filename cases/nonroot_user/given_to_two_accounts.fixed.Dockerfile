# Two accounts of the base get something: neither is the program's for sure.
FROM node:20-slim
WORKDIR /app
COPY --chown=node . .
COPY --chown=www-data site /srv/site
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["node", "server.js"]
