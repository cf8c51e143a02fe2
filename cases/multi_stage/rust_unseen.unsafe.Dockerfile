# Nothing of the context is in sight: what the program links is not known.
FROM rust:1.85-bookworm
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/release/greeter"]
