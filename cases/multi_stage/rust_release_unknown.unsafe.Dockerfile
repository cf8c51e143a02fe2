# The package of OpenSSL is called differently from release to release, and which one it is, the tag does not say.
FROM rust:1.90
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./target/release/greeter"]
