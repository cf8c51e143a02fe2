# What is put into the folder besides the index has to be removed all the same.
FROM alpine:3.23
RUN apk add curl && \
    curl -fsSL https://example.org/r.apk --output /var/cache/apk/r.apk && \
    apk add --allow-untrusted /var/cache/apk/r.apk && \
    rm -rf /var/cache/apk/*
