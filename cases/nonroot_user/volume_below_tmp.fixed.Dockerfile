# Everyone may write to /tmp, and only its owner to a volume there.
FROM alpine:3.20
WORKDIR /app
COPY --chown=10001:10001 . .
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && mkdir -p /tmp/out \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /tmp/out
USER 10001:10001
VOLUME /tmp/out
CMD ["./serve"]
