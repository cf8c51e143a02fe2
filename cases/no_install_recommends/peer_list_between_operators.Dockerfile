# A package a line, the operators at the line's beginning, and a comment among the packages.
FROM debian:12
RUN apt-get update \
 && apt-get install -y \
    jq \
    # for the build
    xz-utils \
 && rm -rf /var/lib/apt/lists/*
