# Everyone may write to /tmp, which stays root's.
FROM alpine:3.23
RUN apk add --no-cache redis
WORKDIR /tmp
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app
USER 10001:10001
CMD ["redis-cli", "-h", "queue", "monitor"]
