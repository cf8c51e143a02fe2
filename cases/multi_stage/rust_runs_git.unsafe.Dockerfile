# The program runs git, which the smaller image does not have.
FROM rust:1.85-bookworm
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/release/greeter"]
