# What fetched the index for the next command is of no use any more, and neither is its rm.
FROM alpine:3.20
RUN apk add --no-cache git
RUN apk upgrade --no-cache \
    && apk add --no-cache \
        curl \
        jq \
    && curl --version
