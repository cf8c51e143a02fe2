# Its package logs to files in a folder of root's.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends nginx \
    && rm -rf /var/lib/apt/lists/*
COPY html /var/www/html
CMD ["nginx", "-g", "daemon off;"]
