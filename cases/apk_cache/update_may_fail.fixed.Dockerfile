# An update that may fail decides what runs next.
FROM alpine:3.20
RUN apk update || apk add --no-cache curl; apk add --no-cache jq
