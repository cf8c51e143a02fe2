# The flag goes behind the subcommand, whatever stands between that and the packages.
FROM debian:12
RUN set -eux; \
	apt-get update; \
	apt-get install --no-install-recommends \
# for the health check
		curl \
	; \
	rm -rf /var/lib/apt/lists/*
