# The command line says where the chain and the wallet are.
FROM debian:12-slim
COPY bitcoind /usr/local/bin/
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /var/lib/bitcoin \
    && chown -R 10001:10001 /var/lib/bitcoin
USER 10001:10001
VOLUME /var/lib/bitcoin
EXPOSE 8332 8333
ENTRYPOINT ["bitcoind", "-printtoconsole", "-datadir=/var/lib/bitcoin"]
