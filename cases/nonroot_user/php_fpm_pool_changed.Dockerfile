# What the build makes of the pool is not known.
FROM php:8.3-fpm
RUN sed -i 's/^user = .*/user = $OWNER/' /usr/local/etc/php-fpm.d/www.conf
COPY src /var/www/html
CMD ["php-fpm"]
