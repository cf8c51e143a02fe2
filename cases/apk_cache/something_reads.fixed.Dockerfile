# The update stays for what reads the index without fetching it; apk add needs no index of its own.
FROM alpine:3.20
RUN apk update && apk add --no-cache curl && apk search jq > /found && rm -rf /var/cache/apk/*
