# On a mount the cache is not in the image, and is meant to stay.
FROM opensuse/leap:15.6
RUN --mount=type=cache,target=/var/cache/zypp zypper -n install jq
