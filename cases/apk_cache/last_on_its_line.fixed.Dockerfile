# The command that goes is the last one on its line: the line ends as it did.
FROM alpine:3.20
RUN apk add --no-cache curl \
    && rm -rf /tmp/* \
    && adduser -D abc
