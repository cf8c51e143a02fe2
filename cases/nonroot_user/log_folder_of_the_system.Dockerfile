# The logs go to where only root makes files.
FROM php:8.3-cli
ENV LOGPATH=/var/log/
WORKDIR /srv/calls
COPY . .
CMD ["php", "calls.php", "run"]
