# A log that the site's configuration names is left by root where only its owner writes to it.
FROM php:8.3-apache
COPY site.conf /etc/apache2/sites-available/000-default.conf
RUN service apache2 restart
COPY . /var/www/html
