# curl stays, and the certificates that it leans on with it: only what wget leant on alone could go.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y curl wget \
    && wget -O /opt/tool https://example.org/tool \
    && apt-get purge -y --auto-remove wget \
    && rm -rf /var/lib/apt/lists/*
CMD ["curl", "https://example.org/"]
