# apt-get and apt-cache are what is asked for.
FROM debian:12
RUN apt-get update && apt-get install -y jq && apt-cache policy jq
