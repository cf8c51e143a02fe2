# The script is not in sight, and what it has at hand is for root.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends fai-server xorriso \
    && rm -rf /var/lib/apt/lists/*
COPY entrypoint.sh /usr/local/bin/
ENTRYPOINT ["entrypoint.sh"]
