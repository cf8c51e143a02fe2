# The author has said so.
FROM debian:12
# hadolint ignore=DL3009
RUN apt-get update && apt-get install -y curl
# fixer: ignore[apt_lists] the next image installs from them
RUN apt-get update && apt-get install -y jq
