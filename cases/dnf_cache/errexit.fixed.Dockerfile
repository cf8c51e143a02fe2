# Under set -e the list is one of semicolons.
FROM fedora:41
RUN set -eux; \
	dnf install -y \
# for the scripts
		jq \
		curl; \
	dnf clean all \
	; \
	curl --version
