# The common idiom: update and install in one RUN, nothing removed.
FROM debian:12
RUN apt-get update && apt-get install -y curl
