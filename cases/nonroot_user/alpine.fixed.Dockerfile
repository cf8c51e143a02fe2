# Busybox makes the account on Alpine.
FROM alpine:3.20
RUN apk add --no-cache nodejs
WORKDIR /srv/app
COPY --chown=10001:10001 server.js .
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown 10001:10001 /srv/app
USER 10001:10001
CMD ["node", "server.js"]
