# The health check may run what only the build has.
FROM rust:1.85-bookworm
WORKDIR /app
COPY . .
RUN cargo build --release
HEALTHCHECK CMD curl -f http://localhost:8080/
CMD ["./target/release/greeter"]
