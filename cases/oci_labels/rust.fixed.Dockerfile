# Of a Rust project that says only its name.
FROM scratch
LABEL org.opencontainers.image.source="https://git.example.com/team/shop"
COPY shop /shop
CMD ["/shop"]
LABEL org.opencontainers.image.title="shop"
