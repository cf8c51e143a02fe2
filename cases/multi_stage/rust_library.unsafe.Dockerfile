# Where it finds that library, nobody knows.
FROM rust:1.85-bookworm
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/release/greeter"]
