# The base starts Apache by itself, as an account whose number the build changes.
FROM php:8.3-apache
ENV APACHE_RUN_USER=www-data
COPY src/ /var/www/html/
RUN usermod --uid 1000 www-data
USER 1000:33
