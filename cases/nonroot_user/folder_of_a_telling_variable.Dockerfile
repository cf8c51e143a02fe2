# What DATA_DIR and LOG_PATH name is for data and logs, whatever the folders are called; what is
# public may be an address, and a folder to work in is copied to.
FROM php:8.2-cli
WORKDIR /srv/shop
ENV DATA_DIR=/shop-data LOG_PATH=/journal/shop.log
ENV PUBLIC_PATH=/assets WORK_DIR=/bench
COPY . .
CMD ["php", "index.php"]
