# Which of the two runs it is not known: it gets a user of its own.
FROM alpine:3.20
WORKDIR /app
COPY --chown=1500:1500 . .
COPY --chown=1600:1600 web ./web
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["./serve"]
