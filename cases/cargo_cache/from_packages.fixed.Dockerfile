# Elsewhere the variable may be set, or not.
FROM debian:12
RUN apt-get update && \
    apt-get install -y cargo && \
    # the program
    cargo install --path . --root /usr/local && \
    rm -rf "${CARGO_HOME:-$HOME/.cargo}/registry" "${CARGO_HOME:-$HOME/.cargo}/git" && \
    apt-get purge -y cargo
ENTRYPOINT ["app"]
