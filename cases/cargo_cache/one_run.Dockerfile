# The official image says where cargo keeps its things.
FROM rust:1.80
COPY . .
RUN cargo build --release
CMD ["./target/release/app"]
