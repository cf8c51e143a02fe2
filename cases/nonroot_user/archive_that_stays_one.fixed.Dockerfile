# ADD unpacks no zip.
FROM node:20-slim
WORKDIR /srv/shop
ADD --chown=10001:10001 pages.zip server.js ./
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /srv/shop
USER 10001:10001
CMD ["node", "server.js"]
