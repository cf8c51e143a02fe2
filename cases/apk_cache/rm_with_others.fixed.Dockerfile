# Of an rm only the cache goes; the script may cache something by itself, so its RUN keeps the rm.
FROM alpine:3.20
COPY setup.sh /
RUN apk add --no-cache curl && rm -rf /tmp/* \
        /root/.cache
RUN /setup.sh && apk add --no-cache jq && rm -rf /var/cache/apk/*
