# Under set -e the list is one of semicolons; a && would switch errexit off for its left side.
FROM debian:12
RUN set -eux; \
	apt-get update; \
	apt-get install -y curl; \
	curl --version; \
	rm -rf /var/lib/apt/lists/*
