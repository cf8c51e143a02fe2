# FrankenPHP runs as any user that may write to Caddy's folders.
FROM dunglas/frankenphp:1-php8.4-alpine
ENV SERVER_NAME=:8080
COPY --chown=10001:10001 . /app
RUN composer install --no-dev
EXPOSE 8080
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && mkdir -p /data/caddy /config/caddy \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /data/caddy /config/caddy
USER 10001:10001
