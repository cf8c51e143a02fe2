# What fetched the index for the next command is of no use any more, and neither is its rm.
FROM alpine:3.20
RUN apk update && apk add git && rm -rf /var/cache/apk/*
RUN apk update \
    && apk upgrade \
    && apk add \
        curl \
        jq \
    && rm -rf /var/cache/apk/* \
    && curl --version
