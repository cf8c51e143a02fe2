# The pool says another account, which the file makes.
FROM php:8.3-fpm
RUN useradd --uid 1200 shop
COPY pool.conf /usr/local/etc/php-fpm.d/www.conf
COPY src /var/www/html
CMD ["sh", "-c", "php artisan migrate --force && exec php-fpm"]
