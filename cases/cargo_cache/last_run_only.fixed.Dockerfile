# A crate that was fetched early is there for the RUNs that follow.
FROM rust:1.80
RUN cargo fetch
RUN cargo build --release --bin a
RUN cargo build --release --bin b && rm -rf "$CARGO_HOME/registry" "$CARGO_HOME/git"
CMD ["./target/release/a"]
