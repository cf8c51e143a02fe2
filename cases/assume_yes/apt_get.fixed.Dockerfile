# Without a terminal apt-get reads the end of its input as a no, and stops.
FROM debian:12
RUN apt-get update && apt-get install -y curl \
    jq \
    && apt-get autoremove -y --purge
