# The process' number is left by root, in a folder whose files only their owner removes.
FROM php:8.3-apache
RUN a2enmod rewrite && service apache2 restart
COPY . /var/www/html
