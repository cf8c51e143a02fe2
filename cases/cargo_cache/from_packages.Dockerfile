# Elsewhere the variable may be set, or not.
FROM debian:12
RUN apt-get update && \
    apt-get install -y cargo && \
    # the program
    cargo install --path . --root /usr/local && \
    apt-get purge -y cargo
ENTRYPOINT ["app"]
