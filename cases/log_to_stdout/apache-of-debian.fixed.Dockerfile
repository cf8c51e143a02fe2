# Apache's logs, three files.
FROM debian:12-slim
RUN apt-get update && apt-get install -y apache2 && ln -sf /dev/stdout /var/log/apache2/access.log && ln -sf /dev/stdout /var/log/apache2/other_vhosts_access.log && ln -sf /dev/stderr /var/log/apache2/error.log
COPY site /var/www/html
CMD ["apachectl", "-D", "FOREGROUND"]
