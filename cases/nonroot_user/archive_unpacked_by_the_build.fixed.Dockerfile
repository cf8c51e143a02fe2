# The application comes out of an archive of the build context, which root unpacks.
FROM node:20-slim
WORKDIR /srv/shop
COPY shop.tgz /tmp/
RUN tar -xzf /tmp/shop.tgz -C /srv/shop && rm /tmp/shop.tgz
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /srv/shop
USER 10001:10001
CMD ["node", "server.js"]
