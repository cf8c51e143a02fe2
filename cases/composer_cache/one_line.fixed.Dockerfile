# Every way to fill the cache.
FROM php:8.3-fpm
RUN composer install --no-dev --optimize-autoloader && composer clear-cache
RUN composer require monolog/monolog && composer clear-cache && composer dump-autoload
RUN composer global require drush/drush && composer clear-cache
RUN composer create-project drupal/recommended-project . && composer clear-cache
