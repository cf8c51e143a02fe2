# The program links nothing but the C library, and the context holds nothing but sources.
FROM rust:1.85-bookworm AS build
WORKDIR /usr/src/greeter
ENV RUST_LOG=info
COPY . .
RUN cargo install --path .

FROM debian:bookworm-slim
WORKDIR /usr/src/greeter
ENV RUST_LOG=info
COPY --from=build /usr/local/cargo/bin/greeter /usr/local/bin/greeter
EXPOSE 8080
CMD ["greeter"]
