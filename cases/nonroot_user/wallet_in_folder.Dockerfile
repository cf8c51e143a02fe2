# The command line says where the chain and the wallet are.
FROM debian:12-slim
COPY bitcoind /usr/local/bin/
VOLUME /var/lib/bitcoin
EXPOSE 8332 8333
ENTRYPOINT ["bitcoind", "-printtoconsole", "-datadir=/var/lib/bitcoin"]
