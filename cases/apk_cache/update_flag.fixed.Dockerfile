# The flag takes the place of the one that asked for a fresh index.
FROM alpine:3.20
RUN apk add --no-cache curl
RUN apk --no-cache upgrade && apk add --no-cache jq
RUN apk --no-cache add file && rm -rf /tmp/*
