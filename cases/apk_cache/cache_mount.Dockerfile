# On a mount the index is not in the image, and is meant to stay.
FROM alpine:3.20
RUN --mount=type=cache,target=/var/cache/apk apk add curl
RUN --mount=type=cache,target=/etc/apk/cache apk update && apk add jq
RUN --mount=type=tmpfs,target=/var/cache apk add file
