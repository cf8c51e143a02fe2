# syntax=docker/dockerfile:1
# Images are named by COPY, by mounts and by the directive above, too.
FROM debian:12
COPY --from=ghcr.io/astral-sh/uv:0.5 --chown=0:0 /uv /bin/
RUN --mount=type=cache,target=/root/.cache \
    --mount=from=golang:1.22,source=/usr/local/go,target=/usr/local/go \
    go build ./...
ONBUILD COPY --from=nginx:1.27 /etc/nginx/nginx.conf /etc/nginx/
