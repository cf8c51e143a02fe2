# What is built on this image installs with the lists that the first trigger fetches for it. The
# second one has installed all that it wanted.
FROM debian:12
ONBUILD RUN apt-get update && apt-get -y upgrade
ONBUILD COPY packages.txt /tmp/
ONBUILD RUN apt-get update && xargs -a /tmp/packages.txt apt-get install -y && rm -rf /var/lib/apt/lists/*
