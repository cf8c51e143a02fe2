# The program of the debug profile is started, and the other one is made last.
FROM rust:1.85-bookworm
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/debug/greeter"]
