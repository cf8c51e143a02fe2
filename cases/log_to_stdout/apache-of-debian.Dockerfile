# Apache's logs, three files.
FROM debian:12-slim
RUN apt-get update && apt-get install -y apache2
COPY site /var/www/html
CMD ["apachectl", "-D", "FOREGROUND"]
