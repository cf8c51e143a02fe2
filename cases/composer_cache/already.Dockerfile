# It is emptied, or never filled.
FROM php:8.3
RUN composer install && composer clear-cache
RUN composer install && composer clearcache --quiet
RUN composer install && rm -rf ~/.composer/cache
RUN export COMPOSER_HOME="$(mktemp -d)" && composer install && rm -rf "$COMPOSER_HOME"
RUN composer install --no-cache
RUN composer dump-autoload && composer --version
