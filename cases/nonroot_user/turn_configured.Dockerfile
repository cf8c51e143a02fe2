# the configuration that is copied takes the place of the package's, which others cannot read
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends coturn && rm -rf /var/lib/apt/lists/*
COPY turnserver.conf /etc/turnserver.conf
CMD ["turnserver", "-c", "/etc/turnserver.conf"]
