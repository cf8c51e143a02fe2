# A list with a package a line: the value keeps its lines, and the last one its quote.
FROM alpine:3.20
ENV DEPS="autoconf \
    # needed by configure
    build-base \

    # the next one is big
    linux-headers"
RUN apk add --no-cache $DEPS
