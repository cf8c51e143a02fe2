# Behind the COPY a part is given to one of two accounts, and the process must write there still.
FROM debian:12
WORKDIR /srv/shop
COPY --chown=10001:10001 . .
RUN useradd -m web && useradd -m jobs \
    && chown -R web:web db && chown -R jobs:jobs /srv/shop/queue && chown -R jobs /var/spool/shop
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /srv/shop/db /srv/shop/queue \
    && chown 10001:10001 /srv/shop \
    && chown -R 10001:10001 /srv/shop/db /srv/shop/queue
USER 10001:10001
CMD ["./shop"]
