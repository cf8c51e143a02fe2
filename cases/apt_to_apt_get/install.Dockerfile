# The program's name changes, the rest stays as it is written.
FROM debian:12
RUN apt update \
    && apt install -y --no-install-recommends \
        curl \
        jq \
    && apt purge -y --auto-remove jq \
    && apt clean \
    && rm -rf /var/lib/apt/lists/*
