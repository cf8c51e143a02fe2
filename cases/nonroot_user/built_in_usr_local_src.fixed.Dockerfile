# The server is built from its repository, and keeps its pid and its log beside itself.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends build-essential ca-certificates git && rm -rf /var/lib/apt/lists/*
RUN git clone https://example.org/relay.git /usr/local/src/relay
WORKDIR /usr/local/src/relay
RUN ./configure && make
EXPOSE 1935
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /usr/local/src/relay
USER 10001:10001
CMD ["./objs/relay", "-c", "conf/relay.conf"]
