# The pool says another account, which the file makes.
FROM php:8.3-fpm
RUN useradd --uid 1200 shop
COPY pool.conf /usr/local/etc/php-fpm.d/www.conf
COPY src /var/www/html
RUN mkdir -p /var/www/html/storage /var/www/html/bootstrap/cache \
    && chown -R 1200:1200 /var/www/html/storage /var/www/html/bootstrap/cache
USER 1200:1200
CMD ["sh", "-c", "php artisan migrate --force && exec php-fpm"]
