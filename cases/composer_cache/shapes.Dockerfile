# Composer may be removed afterwards, so the cache is emptied first.
FROM php:8.3-cli
RUN set -eux; \
	composer install --no-dev; \
	rm /usr/local/bin/composer
RUN apt-get update \
    # the program
    && composer install --no-dev \
    && rm /usr/local/bin/composer
RUN [ -f composer.json ] && composer install
RUN if [ -f composer.json ]; then (cd /app && composer update); fi
RUN sudo -u www-data composer install
ONBUILD RUN composer install
