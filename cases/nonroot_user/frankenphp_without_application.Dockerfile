# Nothing of an application is in it: it is mounted, and whoever owns it there is the host's matter.
FROM dunglas/frankenphp:1-php8.4
RUN install-php-extensions pdo_mysql intl
ENV SERVER_NAME=:80
