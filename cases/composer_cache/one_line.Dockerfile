# Every way to fill the cache.
FROM php:8.3-fpm
RUN composer install --no-dev --optimize-autoloader
RUN composer require monolog/monolog && composer dump-autoload
RUN composer global require drush/drush
RUN composer create-project drupal/recommended-project .
