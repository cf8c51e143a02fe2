# The same on Alpine, with another group.
FROM alpine:3.20
WORKDIR /app
COPY --chown=1500:1600 . .
RUN mkdir -p data && chown 1500 data
RUN addgroup -g 1600 app \
    && adduser -u 1500 -G app -s /sbin/nologin -D app \
    && chown 1500:1600 /app /app/data
USER 1500:1600
CMD ["./serve"]
