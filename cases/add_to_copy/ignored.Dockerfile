# The author wants it so.
FROM alpine:3.20
# hadolint ignore=DL3020
ADD app.conf /etc/
# fixer: ignore[add_to_copy] the builder replaces it by an archive
ADD data /data
