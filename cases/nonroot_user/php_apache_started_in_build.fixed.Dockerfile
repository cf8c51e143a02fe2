# The process' number is left by root, but where Apache does not look for it any more.
FROM php:8.3-apache
RUN a2enmod rewrite && service apache2 restart
COPY . /var/www/html
ENV APACHE_RUN_DIR=/tmp APACHE_LOCK_DIR=/tmp APACHE_PID_FILE=/tmp/apache2.pid
USER 33:33
