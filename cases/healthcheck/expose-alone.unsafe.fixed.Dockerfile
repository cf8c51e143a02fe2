# Only EXPOSE says that something listens: that is done where it is asked for.
FROM debian:bookworm-slim
COPY server /usr/local/bin/server
EXPOSE 8000/tcp 53/udp
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8000"]
CMD ["server"]
