# FrankenPHP runs as any user that may write to Caddy's folders.
FROM dunglas/frankenphp:1-php8.4-alpine
ENV SERVER_NAME=:8080
COPY . /app
RUN composer install --no-dev
EXPOSE 8080
