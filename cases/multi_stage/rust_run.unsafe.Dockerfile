# cargo compiles again when the image starts.
FROM rust:1.85-bookworm
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["cargo", "run", "--release"]
