# aptitude has a word of its own for it.
FROM debian:12
RUN apt-get update && aptitude install -y --without-recommends jq
