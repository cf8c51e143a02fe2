# Also in a list of semicolons, whose lines go as a whole.
FROM alpine:3.20
RUN set -eux; \
	apk add --no-cache \
		curl \
# for the scripts
		jq \
	; \
	curl --version
