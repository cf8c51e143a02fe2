# It compiles later, is worked in, is on a mount, in a builder, elsewhere, or removed.
FROM rust:1.80 AS run
RUN cargo build
CMD ["cargo", "run", "--offline"]

FROM rust:1.80 AS tools
RUN cargo install cargo-chef

FROM rust:1.80 AS mounted
RUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release
CMD ["./target/release/app"]

FROM rust:1.80 AS moved
RUN CARGO_HOME=/tmp/cargo cargo build --release
CMD ["./target/release/app"]

FROM debian:12 AS sudo
RUN sudo cargo install --path .
CMD ["app"]

FROM rust:1.80 AS removed
RUN cargo build --release && rm -rf /usr/local/cargo/registry
CMD ["./target/release/app"]

FROM rust:1.80 AS build
RUN cargo build --release

FROM debian:12
COPY --from=build /target/release/app /app
CMD ["/app"]
