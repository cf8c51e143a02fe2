# Its socket is handed to the web server's account, which only root can do.
FROM php:8.3-fpm
COPY pool.conf /usr/local/etc/php-fpm.d/
COPY src /var/www/html
CMD ["php-fpm"]
