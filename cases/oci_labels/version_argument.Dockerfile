# The builder sets the version.
FROM scratch
ARG VERSION=1
LABEL org.opencontainers.image.source="https://git.example.com/team/shop"
LABEL org.opencontainers.image.version=$VERSION org.opencontainers.image.title=shop
