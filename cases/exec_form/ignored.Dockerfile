# The author wants it so.
FROM debian:12
# hadolint ignore=DL3025
CMD server
