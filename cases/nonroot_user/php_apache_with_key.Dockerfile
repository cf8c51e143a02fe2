# Apache reads the key as root, before it serves as another.
FROM php:8.3-apache
RUN a2enmod ssl && a2ensite default-ssl
COPY . /var/www/html
CMD ["apache2-foreground"]
