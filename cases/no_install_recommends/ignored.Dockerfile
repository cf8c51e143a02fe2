# The author wants them.
FROM debian:12
# hadolint ignore=DL3008,DL3015
RUN apt-get update && apt-get install -y libreoffice
