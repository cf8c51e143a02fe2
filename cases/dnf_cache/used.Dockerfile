# Somebody works with what is in the cache.
FROM fedora:41 AS fetch
RUN dnf install -y --downloadonly jq && cp /var/cache/libdnf5/*/packages/*.rpm /srv/
FROM fedora:41 AS other
RUN dnf install -y file
FROM fedora:41
COPY --from=other /var/cache/libdnf5 /srv
