# The same with busybox.
FROM alpine:3.20
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -D app
USER app
CMD ["sleep", "inf"]
