# Whoever changes the sources and updates again does not need the old lists.
FROM debian:12
RUN apt-get update && apt-get install -y ca-certificates
RUN echo "deb https://packages.example.com stable main" > /etc/apt/sources.list.d/example.list
RUN apt-get update && apt-get install -y curl
