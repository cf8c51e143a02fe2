# The program links nothing but the C library, and the context holds nothing but sources.
FROM rust:1.85-bookworm
WORKDIR /usr/src/greeter
ENV RUST_LOG=info
COPY . .
RUN cargo install --path .
EXPOSE 8080
CMD ["greeter"]
