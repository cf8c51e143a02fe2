# A folder that is given with all that is in it is named once.
FROM php:8.3-cli
WORKDIR /app
COPY . .
RUN php artisan key:generate --force
CMD ["php", "artisan", "serve", "--host=0.0.0.0"]
