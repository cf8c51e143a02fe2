# only its own image says that its data goes to /data; here it goes to the user's home
FROM alpine:3.23
COPY --from=caddy:2.9 /usr/bin/caddy /usr/bin/caddy
COPY Caddyfile /etc/caddy/Caddyfile
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile"]
