# `A || true && rm` is `(A || true) && rm` in the shell: the status stays what it was.
FROM debian:12
RUN apt-get update && apt-get install -y curl || true && rm -rf /var/lib/apt/lists/*
