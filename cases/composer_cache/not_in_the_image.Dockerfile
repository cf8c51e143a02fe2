# It is on a mount, in a place of its own, or in a stage that is only copied from.
FROM php:8.3 AS mounted
RUN --mount=type=cache,target=/root/.composer/cache composer install
RUN --mount=type=cache,target=/tmp/cache composer install

FROM php:8.3 AS moved
RUN COMPOSER_CACHE_DIR=/dev/null composer install

FROM composer:2 AS vendor
RUN composer install

FROM php:8.3
COPY --from=vendor /app/vendor /app/vendor
