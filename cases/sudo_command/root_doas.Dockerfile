# Alpine's own sudo.
FROM alpine:3.20
RUN doas apk add --no-cache git && doas -n -- rm -rf /tmp/x
