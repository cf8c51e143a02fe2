# The server is built from its repository, and keeps its pid and its log beside itself.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends build-essential ca-certificates git && rm -rf /var/lib/apt/lists/*
RUN git clone https://example.org/relay.git /usr/local/src/relay
WORKDIR /usr/local/src/relay
RUN ./configure && make
EXPOSE 1935
CMD ["./objs/relay", "-c", "conf/relay.conf"]
