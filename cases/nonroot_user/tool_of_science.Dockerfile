# samtools leaves its index beside the file that is mounted.
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends samtools && rm -rf /var/lib/apt/lists/*
WORKDIR /data
ENTRYPOINT ["samtools", "index"]
