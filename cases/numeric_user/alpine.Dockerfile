# Busybox has short flags.
FROM alpine:3.20
RUN addgroup -S app && adduser -S -G app app
USER app
CMD ["sleep", "1"]
