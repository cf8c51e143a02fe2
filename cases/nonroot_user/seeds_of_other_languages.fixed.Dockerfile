# What a script of the application leaves beside it is root's, whatever it is written in.
FROM php:8.2-cli
WORKDIR /srv/shop
COPY --chown=10001:10001 . .
RUN php fill.php
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /srv/shop
USER 10001:10001
CMD ["php", "index.php"]
