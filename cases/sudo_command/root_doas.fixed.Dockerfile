# Alpine's own sudo.
FROM alpine:3.20
RUN apk add --no-cache git && rm -rf /tmp/x
