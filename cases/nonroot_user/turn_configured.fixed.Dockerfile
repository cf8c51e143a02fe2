# the configuration that is copied takes the place of the package's, which others cannot read
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends coturn && rm -rf /var/lib/apt/lists/*
COPY turnserver.conf /etc/turnserver.conf
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["turnserver", "-c", "/etc/turnserver.conf"]
