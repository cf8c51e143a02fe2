# Whom Apache serves as is said in its environment.
FROM php:8.3-apache
ENV APACHE_RUN_USER=#1000
COPY src/ /var/www/html/
