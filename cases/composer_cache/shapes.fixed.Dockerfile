# Composer may be removed afterwards, so the cache is emptied first.
FROM php:8.3-cli
RUN set -eux; \
	composer install --no-dev; \
	composer clear-cache; \
	rm /usr/local/bin/composer
RUN apt-get update \
    # the program
    && composer install --no-dev \
    && composer clear-cache \
    && rm /usr/local/bin/composer
RUN [ -f composer.json ] && composer install && composer clear-cache
RUN if [ -f composer.json ]; then (cd /app && composer update && composer clear-cache); fi
RUN sudo -u www-data composer install && sudo -u www-data composer clear-cache
ONBUILD RUN composer install && composer clear-cache
