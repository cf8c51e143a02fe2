# Not a command: text that only looks like one.
FROM debian:12
RUN echo "apt-get update && apt-get install -y curl" > /usage.txt
