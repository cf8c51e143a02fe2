# One package of several.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends \
    curl \
    sudo \
    python3 \
    && rm -rf /var/lib/apt/lists/*
CMD ["python3", "-m", "http.server"]
