# What stands before it may have to be root.
FROM php:8.3-apache
COPY . /var/www/html
CMD ["sh", "-c", "php artisan storage:link && apache2-foreground"]
