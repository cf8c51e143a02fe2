# Every spelling of it counts.
FROM debian:12
RUN apt-get install -y --no-install-recommends jq && \
    apt-get -o APT::Install-Recommends=false install -y curl && \
    apt-get install --install-recommends -y curl
