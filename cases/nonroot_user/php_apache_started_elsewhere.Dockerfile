# The process' number is left by root, in a folder whose files only their owner removes.
FROM php:8.3-apache
ENV APACHE_RUN_DIR=/var/run/apache2 APACHE_PID_FILE=/var/run/apache2/apache2.pid
RUN a2enmod rewrite && service apache2 restart
COPY . /var/www/html
