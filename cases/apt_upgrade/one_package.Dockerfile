# One package by name is what is advised.
FROM debian:12
RUN apt-get update && apt-get install -y --only-upgrade openssl
