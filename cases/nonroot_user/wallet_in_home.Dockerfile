# The chain and the wallet are in a volume at /root/.bitcoin: another user starts without them.
FROM debian:12-slim
COPY bitcoind /usr/local/bin/
EXPOSE 8332 8333
ENTRYPOINT ["bitcoind", "-printtoconsole"]
