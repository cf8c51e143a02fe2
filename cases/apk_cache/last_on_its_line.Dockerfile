# The command that goes is the last one on its line: the line ends as it did.
FROM alpine:3.20
RUN apk update && apk add --no-cache curl \
    && rm -rf /tmp/* && rm -rf /var/cache/apk/* \
    && adduser -D abc
