# What PHP writes to is not seen in it, so all that it has may be written to.
FROM php:8.2-cli
COPY . /srv/desk
WORKDIR /srv/desk
RUN npm install
CMD ["php", "-S", "0.0.0.0:8000"]
