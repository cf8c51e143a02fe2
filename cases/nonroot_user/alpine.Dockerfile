# Busybox makes the account on Alpine.
FROM alpine:3.20
RUN apk add --no-cache nodejs
WORKDIR /srv/app
COPY server.js .
CMD ["node", "server.js"]
