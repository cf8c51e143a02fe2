# Only EXPOSE says that something listens: that is done where it is asked for.
FROM debian:bookworm-slim
COPY server /usr/local/bin/server
EXPOSE 8000/tcp 53/udp
CMD ["server"]
