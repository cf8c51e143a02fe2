# Laravel Octane starts FrankenPHP, which keeps its state where the base says.
FROM dunglas/frankenphp:1-php8.4-alpine
RUN install-php-extensions pcntl
COPY . /app
ENTRYPOINT ["php", "artisan", "octane:frankenphp"]
