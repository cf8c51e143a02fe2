# Who serves is told in the configuration and its log is where only root writes.
FROM php:8.3-apache
COPY . /var/www/html
COPY <<EOF /etc/apache2/conf-enabled/shop.conf
User shop
Group shop
ErrorLog /srv/log/shop.log
EOF
CMD ["apache2-foreground"]
