# What jq and tzdata recommend is nothing.
FROM debian:12
RUN apt-get update && apt-get install -y jq tzdata
