# it looks for containers at the engine's socket, which is root's
FROM alpine:3.23
COPY --from=traefik:v3.2 /usr/local/bin/traefik /usr/local/bin/traefik
CMD ["traefik", "--providers.docker=true", "--entrypoints.web.address=:8080"]
