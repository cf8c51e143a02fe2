# Without a network the index that is there is the only one.
FROM alpine:3.20
RUN apk update
RUN --network=none apk add /packages/local.apk
RUN apk add --no-network --virtual .run-deps so:libc.musl-x86_64.so.1
