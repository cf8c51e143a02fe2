# syntax=docker/dockerfile:1@sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
# Images are named by COPY, by mounts and by the directive above, too.
FROM debian:12@sha256:b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2
COPY --from=ghcr.io/astral-sh/uv:0.5@sha256:c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3 --chown=0:0 /uv /bin/
RUN --mount=type=cache,target=/root/.cache \
    --mount=from=golang:1.22@sha256:d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4,source=/usr/local/go,target=/usr/local/go \
    go build ./...
ONBUILD COPY --from=nginx:1.27@sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1 /etc/nginx/nginx.conf /etc/nginx/
