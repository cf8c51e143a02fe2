# The entrypoint of Node's image gives it a script, which writes to a folder of root's.
FROM node:20-slim
WORKDIR /srv/shop
COPY --chown=10001:10001 server.js .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /opt/orders \
    && chown 10001:10001 /srv/shop \
    && chown -R 10001:10001 /opt/orders
USER 10001:10001
CMD ["server.js"]
