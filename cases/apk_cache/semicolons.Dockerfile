# Also in a list of semicolons, whose lines go as a whole.
FROM alpine:3.20
RUN set -eux; \
	apk update; \
	apk add \
		curl \
# for the scripts
		jq \
	; \
	rm -rf /var/cache/apk/*; \
	curl --version
