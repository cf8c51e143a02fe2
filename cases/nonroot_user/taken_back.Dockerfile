# Behind the COPY a part is given to one of two accounts, and the process must write there still.
FROM debian:12
WORKDIR /srv/shop
COPY . .
RUN useradd -m web && useradd -m jobs \
    && chown -R web:web db && chown -R jobs:jobs /srv/shop/queue && chown -R jobs /var/spool/shop
CMD ["./shop"]
