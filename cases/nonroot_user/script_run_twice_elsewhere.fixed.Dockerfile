# The script's own program says that it makes pages in /srv/pages alone.
FROM node:20-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN npm run build
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /srv/pages \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /srv/pages
USER 10001:10001
CMD npm run build && npm start
