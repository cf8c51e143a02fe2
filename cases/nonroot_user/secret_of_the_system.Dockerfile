# A file of the system that only root can read, and the program may need.
FROM traefik:v2.11
RUN mkdir -p /etc/traefik/acme && touch /etc/traefik/acme/acme.json && chmod 600 /etc/traefik/acme/acme.json
COPY traefik.yml /etc/traefik
