# the package makes the account; adduser --system leaves it as it is, and fails with another number
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends adduser mosquitto && \
    adduser --system --disabled-login mosquitto && \
    rm -rf /var/lib/apt/lists/*
USER mosquitto
CMD ["mosquitto", "-p", "1883"]
