# its configuration has it look for containers
FROM alpine:3.23
COPY --from=traefik:v3.2 /usr/local/bin/traefik /usr/local/bin/traefik
COPY traefik.toml /etc/traefik/traefik.toml
ENTRYPOINT ["/usr/local/bin/traefik"]
