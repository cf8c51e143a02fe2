# Whoever names the certificates gets no second copy.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends \
    ca-certificates \
    curl \
    jq
