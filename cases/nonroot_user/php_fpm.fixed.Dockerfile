# php-fpm has served as www-data all along, and what the author gave to www-data stays so.
FROM php:8.3-fpm
WORKDIR /var/www
COPY . .
RUN chown -R www-data:www-data storage
USER 33:33
CMD ["php-fpm"]
