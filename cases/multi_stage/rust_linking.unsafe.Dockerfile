# The configuration of cargo says how it is linked.
FROM rust:1.85-bookworm
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/release/greeter"]
