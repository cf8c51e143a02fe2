# The flag takes the place of the one that asked for a fresh index.
FROM alpine:3.20
RUN apk add --update curl
RUN apk -U upgrade && apk add -U jq
RUN apk --update-cache add file && rm -rf /var/cache/apk/* /tmp/*
