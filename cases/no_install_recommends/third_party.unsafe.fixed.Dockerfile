# On request it is done all the same.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends example-agent
