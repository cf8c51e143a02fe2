# The server that a script starts in the end writes there, too.
FROM dunglas/frankenphp:1-php8.4
COPY public/ public/
COPY --chmod=755 <<EOF /usr/local/bin/start
#!/bin/sh
php bin/console cache:warmup
exec frankenphp run --config /etc/frankenphp/Caddyfile
EOF
CMD ["start"]
