# A folder that is given with all that is in it is named once.
FROM php:8.3-cli
WORKDIR /app
COPY --chown=10001:10001 . .
RUN php artisan key:generate --force
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["php", "artisan", "serve", "--host=0.0.0.0"]
