# The text of sh -c is a list of its own.
FROM debian:12
RUN bash -c 'apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*'
