# What a variable says is said: its value is in the file.
FROM debian:12
ARG APT_FLAGS="-y --no-install-recommends"
RUN apt-get update && apt-get install $APT_FLAGS git && rm -rf /var/lib/apt/lists/*
