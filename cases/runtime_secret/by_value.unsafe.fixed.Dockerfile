# The names tell nothing, the values do: a password in a URL, and a key drawn at random.
FROM php:8.3-fpm
ENV APP_ENV production
