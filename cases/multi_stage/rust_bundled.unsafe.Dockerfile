# SQLite and OpenSSL are compiled into the program, which is linked on a later Debian.
FROM --platform=linux/amd64 rust:1.90-slim
WORKDIR /app
COPY . .
RUN cargo build --release
ENTRYPOINT ["target/release/greeter"]
