# -C installs from the cache.
FROM fedora:41
RUN dnf -y update
RUN dnf -y -C install jq
