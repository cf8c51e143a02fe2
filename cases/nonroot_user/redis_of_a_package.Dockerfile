# Debian's package closes /etc/redis to all but its own account
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/*
WORKDIR /data
CMD ["redis-server", "/etc/redis/redis.conf"]
