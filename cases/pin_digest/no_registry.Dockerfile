# Offline, nobody knows what a tag points to.
FROM debian:12
