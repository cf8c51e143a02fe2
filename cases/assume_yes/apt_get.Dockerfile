# Without a terminal apt-get reads the end of its input as a no, and stops.
FROM debian:12
RUN apt-get update && apt-get install curl \
    jq \
    && apt-get autoremove --purge
