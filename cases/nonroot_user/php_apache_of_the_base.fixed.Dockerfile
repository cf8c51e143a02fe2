# The base starts Apache by itself, as an account whose number the build changes.
FROM php:8.3-apache
ENV APACHE_RUN_USER=www-data
COPY src/ /var/www/html/
RUN usermod --uid 1000 www-data
ENV APACHE_RUN_DIR=/tmp APACHE_LOCK_DIR=/tmp APACHE_PID_FILE=/tmp/apache2.pid
USER 1000:33
