# What PHP writes to is not seen in it, so all that it has may be written to.
FROM php:8.2-cli
COPY . /srv/desk
WORKDIR /srv/desk
RUN npm install
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /srv/desk
USER 10001:10001
CMD ["php", "-S", "0.0.0.0:8000"]
