# Laravel Octane starts FrankenPHP, which keeps its state where the base says.
FROM dunglas/frankenphp:1-php8.4-alpine
RUN install-php-extensions pcntl
COPY --chown=10001:10001 . /app
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && mkdir -p /app/storage /app/bootstrap/cache /data/caddy /config/caddy \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /app/storage /app/bootstrap/cache /data/caddy /config/caddy
USER 10001:10001
ENTRYPOINT ["php", "artisan", "octane:frankenphp"]
