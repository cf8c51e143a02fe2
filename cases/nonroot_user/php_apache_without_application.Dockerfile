# A base for others, who build on it.
FROM php:8.3-apache
RUN docker-php-ext-install mysqli && a2enmod rewrite
