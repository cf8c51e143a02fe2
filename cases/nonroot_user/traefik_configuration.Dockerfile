# its configuration names files alone, and where it keeps certificates
FROM alpine:3.23
COPY --from=traefik:v3.2 /usr/local/bin/traefik /usr/local/bin/traefik
COPY traefik.yml /etc/traefik/traefik.yml
ENTRYPOINT ["/usr/local/bin/traefik"]
