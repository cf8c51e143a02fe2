# SQLite and OpenSSL are compiled into the program, which is linked on a later Debian.
FROM --platform=linux/amd64 rust:1.90-slim AS build
WORKDIR /app
COPY . .
RUN cargo build --release

FROM --platform=linux/amd64 debian:trixie-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/target/release/greeter /app/target/release/greeter
ENTRYPOINT ["target/release/greeter"]
