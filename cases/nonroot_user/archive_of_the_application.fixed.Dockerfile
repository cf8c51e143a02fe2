# Whatever --chown says, what ADD unpacks belongs to whom it belongs in the archive.
FROM node:20-slim
WORKDIR /srv/shop
ADD --chown=10001:10001 shop.tar.gz .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /srv/shop
USER 10001:10001
CMD ["node", "server.js"]
