# On Alpine the program is static; it is taken out of the folder of a cache mount.
FROM rust:1.86-alpine3.21 AS build
RUN apk add --no-cache musl-dev
WORKDIR /src
COPY --chown=10001:10001 . .
RUN --mount=type=cache,target=/src/target cargo build --locked --release --bin worker && cp target/release/worker /usr/local/bin/worker

FROM alpine:3.21
WORKDIR /src
COPY --from=build /usr/local/bin/worker /usr/local/bin/worker
COPY --from=build --chown=10001:10001 /src/migrations /src/migrations
ENTRYPOINT ["/usr/local/bin/worker"]
