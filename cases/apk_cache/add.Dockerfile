# The flag stands right behind the subcommand.
FROM alpine:3.20
RUN apk add curl
RUN apk add --virtual .build-deps \
        gcc \
        musl-dev \
    && cc --version \
    && apk del .build-deps
