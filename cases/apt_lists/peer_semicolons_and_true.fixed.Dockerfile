# What follows would be swallowed by `|| true`, or run after a failure.
FROM debian:12
RUN apt-get update; apt-get install -y jq || true; echo done && rm -rf /var/lib/apt/lists/*
