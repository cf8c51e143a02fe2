# The names tell nothing, the values do: a password in a URL, and a key drawn at random.
FROM php:8.3-fpm
ENV UPSTREAM=https://deploy:tr0ub4dor@git.internal/app.git
ENV APP_KEY=base64:2fl+Ktvkfl+Fuz4Qp/A75G2RTiWVA/ZoKZvp6fiiM10=
ENV APP_ENV production
