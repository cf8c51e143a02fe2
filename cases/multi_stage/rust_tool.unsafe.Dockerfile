# diesel is installed: the program, or who runs it, may call it.
FROM rust:1.85-bookworm
WORKDIR /app
COPY . .
RUN cargo install diesel_cli
RUN cargo build --release
CMD ["./target/release/greeter"]
