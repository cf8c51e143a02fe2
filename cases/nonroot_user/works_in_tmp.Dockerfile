# Everyone may write to /tmp, which stays root's.
FROM alpine:3.23
RUN apk add --no-cache redis
WORKDIR /tmp
CMD ["redis-cli", "-h", "queue", "monitor"]
