# A server keeps its data beside its programs, in what an archive left as root's.
FROM debian:bookworm-slim
RUN curl -fsSL https://example.org/queue-5.17.tar.gz | tar -xz -C /opt && mv /opt/queue-5.17 /opt/queue
WORKDIR /opt/queue
CMD ["/opt/queue/bin/queue", "console"]
