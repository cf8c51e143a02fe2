# Of an rm only the cache goes; the script may cache something by itself, so its RUN keeps the rm.
FROM alpine:3.20
COPY setup.sh /
RUN apk add curl && rm -rf /tmp/* \
        /var/cache/apk/* \
        /root/.cache
RUN /setup.sh && apk add jq && rm -rf /var/cache/apk/*
