# The process' number is left by root, but where Apache does not look for it any more.
FROM php:8.3-apache
RUN a2enmod rewrite && service apache2 restart
COPY . /var/www/html
