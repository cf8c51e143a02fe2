# what it is told when it is started, nobody knows here
FROM alpine:3.23
COPY --from=traefik:v3.2 /usr/local/bin/traefik /usr/local/bin/traefik
ENTRYPOINT ["/usr/local/bin/traefik"]
