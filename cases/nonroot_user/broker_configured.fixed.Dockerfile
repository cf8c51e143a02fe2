# its configuration is in sight, and names all that it writes to
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends mosquitto && rm -rf /var/lib/apt/lists/*
COPY --chown=10001:10001 mosquitto.conf /mosquitto/config/mosquitto.conf
EXPOSE 1883
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /mosquitto/data \
    && chown -R 10001:10001 /mosquitto/data
USER 10001:10001
CMD ["mosquitto", "-c", "/mosquitto/config/mosquitto.conf"]
