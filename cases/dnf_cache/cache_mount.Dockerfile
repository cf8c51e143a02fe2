# On a mount the cache is not in the image, and is meant to stay.
FROM fedora:41
RUN --mount=type=cache,target=/var/cache/libdnf5,sharing=locked dnf install -y jq
RUN --mount=type=cache,target=/var/cache dnf install -y curl
