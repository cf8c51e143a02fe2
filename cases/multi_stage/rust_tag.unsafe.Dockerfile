# Which Debian it is compiled on moves with the tag.
FROM rust:1
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/release/greeter"]
