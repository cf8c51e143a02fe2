# A crate that was fetched early is there for the RUNs that follow.
FROM rust:1.80
RUN cargo fetch
RUN cargo build --release --bin a
RUN cargo build --release --bin b
CMD ["./target/release/a"]
