# It links OpenSSL, reads templates, and its dependencies are compiled in a step before.
FROM rust:1.80
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends libssl-dev pkg-config && rm -rf /var/lib/apt/lists/*
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release && rm -rf src
COPY src src
COPY templates templates
COPY static ./static
COPY greeter.toml /etc/greeter/greeter.toml
RUN touch src/main.rs && cargo build --release
USER nobody
CMD ["./target/release/greeter"]
