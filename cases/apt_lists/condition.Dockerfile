# What an if decides on is left as it is.
FROM debian:12
RUN if apt-get update && apt-get install -y curl; then echo done; fi
