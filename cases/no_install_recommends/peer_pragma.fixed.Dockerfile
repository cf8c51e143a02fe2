# The comment that a checker reads stays above its instruction.
FROM debian:12
# why this one is needed
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*
