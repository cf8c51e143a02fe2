# The base starts php-fpm; what the build changes of the account counts.
FROM php:8.3-fpm-alpine
RUN apk add --no-cache shadow && usermod -u 1000 www-data
COPY . .
