# Nothing of an application is in it: it is for others to build on, or to mount theirs.
FROM php:8.3-fpm
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
RUN docker-php-ext-install pdo_mysql
