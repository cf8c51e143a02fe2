# On Alpine the program is static; it is taken out of the folder of a cache mount.
FROM rust:1.86-alpine3.21
RUN apk add --no-cache musl-dev
WORKDIR /src
COPY --chown=10001:10001 . .
RUN --mount=type=cache,target=/src/target cargo build --locked --release --bin worker && cp target/release/worker /usr/local/bin/worker
ENTRYPOINT ["/usr/local/bin/worker"]
