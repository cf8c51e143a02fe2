# What a script of the application leaves beside it is root's, whatever it is written in.
FROM php:8.2-cli
WORKDIR /srv/shop
COPY . .
RUN php fill.php
CMD ["php", "index.php"]
