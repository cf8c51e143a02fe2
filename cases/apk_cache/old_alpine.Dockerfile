# The apk of Alpine 3.2 does not know the flag.
FROM alpine:3.2
RUN apk add --update curl && rm -rf /var/cache/apk/*
