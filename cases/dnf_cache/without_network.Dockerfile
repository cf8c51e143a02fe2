# Where there is no network later on, the cache is what there is.
FROM fedora:41
RUN dnf -y install --downloadonly jq
RUN --network=none dnf -y install jq
