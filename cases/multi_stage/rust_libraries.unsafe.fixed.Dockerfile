# It links OpenSSL, reads templates, and its dependencies are compiled in a step before.
FROM rust:1.80 AS build
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends libssl-dev pkg-config && rm -rf /var/lib/apt/lists/*
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release && rm -rf src
COPY src src
COPY templates templates
COPY static ./static
COPY greeter.toml /etc/greeter/greeter.toml
RUN touch src/main.rs && cargo build --release

FROM debian:bookworm-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/target/release/greeter /app/target/release/greeter
COPY --from=build /app/static /app/static
COPY --from=build /app/templates /app/templates
COPY --from=build /etc/greeter/greeter.toml /etc/greeter/greeter.toml
USER nobody
CMD ["./target/release/greeter"]
