# A Docker client asks the engine, by a socket that only root may use.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends docker.io && rm -rf /var/lib/apt/lists/*
COPY deploy /usr/local/bin/
CMD ["deploy", "--watch"]
