# it looks for nothing but files
FROM alpine:3.23
COPY --from=traefik:v3.2 /usr/local/bin/traefik /usr/local/bin/traefik
COPY dynamic.yml /etc/traefik/dynamic.yml
CMD ["traefik", "--providers.file.filename=/etc/traefik/dynamic.yml", "--entrypoints.web.address=:8080"]
