# curl is there for something.
FROM rust:1.85-bookworm
WORKDIR /app
RUN apt-get update && apt-get install -y curl
COPY . .
RUN cargo build --release
CMD ["./target/release/greeter"]
