# nothing makes the user a home here, to which its certificates would go
FROM gcr.io/distroless/static-debian12
COPY --from=caddy:2.9 /usr/bin/caddy /usr/bin/caddy
COPY Caddyfile /etc/caddy/Caddyfile
ENTRYPOINT ["/usr/bin/caddy", "run", "--config", "/etc/caddy/Caddyfile"]
