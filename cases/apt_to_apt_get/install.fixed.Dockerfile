# The program's name changes, the rest stays as it is written.
FROM debian:12
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        curl \
        jq \
    && apt-get purge -y --auto-remove jq \
    && apt-get clean \
    && rm -rf /var/lib/apt/lists/*
