# cargo-chef is made for stages of its own.
FROM rust:1.85-bookworm
WORKDIR /app
COPY . .
RUN cargo install cargo-chef && cargo chef prepare && cargo chef cook --release
RUN cargo build --release
CMD ["./target/release/greeter"]
