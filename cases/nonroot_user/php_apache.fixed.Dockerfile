# Apache has served as www-data all along, and PHP's image lets it start as that.
FROM php:8.3-apache
RUN a2enmod rewrite \
    && sed -ri -e 's!/var/www/html!/var/www/html/public!g' /etc/apache2/sites-available/*.conf
COPY . /var/www/html
COPY <<EOF /etc/apache2/conf-enabled/site.conf
ServerName shop.example.com
<VirtualHost *:80>
    ErrorLog ${APACHE_LOG_DIR}/error.log
    CustomLog /var/log/apache2/shop.log combined
</VirtualHost>
EOF
EXPOSE 80
ENV APACHE_RUN_DIR=/tmp APACHE_LOCK_DIR=/tmp APACHE_PID_FILE=/tmp/apache2.pid
USER 33:33
CMD ["apache2-foreground"]
