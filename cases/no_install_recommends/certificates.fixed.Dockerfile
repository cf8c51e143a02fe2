# curl fails on https without the certificates that it only recommends.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates
RUN curl -fsSL https://example.com/x -o /x
