# its configuration names files alone, and where it keeps certificates
FROM alpine:3.23
COPY --from=traefik:v3.2 /usr/local/bin/traefik /usr/local/bin/traefik
COPY traefik.yml /etc/traefik/traefik.yml
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && mkdir -p /letsencrypt \
    && chown -R 10001:10001 /letsencrypt
USER 10001:10001
ENTRYPOINT ["/usr/local/bin/traefik"]
