# The server that a script starts in the end writes there, too.
FROM dunglas/frankenphp:1-php8.4
COPY --chown=10001:10001 public/ public/
COPY --chmod=755 <<EOF /usr/local/bin/start
#!/bin/sh
php bin/console cache:warmup
exec frankenphp run --config /etc/frankenphp/Caddyfile
EOF
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /app/var /data/caddy /config/caddy \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /app/var /data/caddy /config/caddy
USER 10001:10001
CMD ["start"]
