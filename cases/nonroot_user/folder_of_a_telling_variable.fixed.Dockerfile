# What DATA_DIR and LOG_PATH name is for data and logs, whatever the folders are called; what is
# public may be an address, and a folder to work in is copied to.
FROM php:8.2-cli
WORKDIR /srv/shop
ENV DATA_DIR=/shop-data LOG_PATH=/journal/shop.log
ENV PUBLIC_PATH=/assets WORK_DIR=/bench
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /shop-data /journal \
    && chown 10001:10001 /srv/shop \
    && chown -R 10001:10001 /shop-data /journal
USER 10001:10001
CMD ["php", "index.php"]
