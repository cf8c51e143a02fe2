# The official image says where cargo keeps its things.
FROM rust:1.80
COPY . .
RUN cargo build --release && rm -rf "$CARGO_HOME/registry" "$CARGO_HOME/git"
CMD ["./target/release/app"]
