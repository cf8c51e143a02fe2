# Nothing runs behind `exit`: the removal goes before it.
FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/* || exit 1
