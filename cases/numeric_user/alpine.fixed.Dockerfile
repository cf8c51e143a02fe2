# Busybox has short flags.
FROM alpine:3.20
RUN addgroup -g 10001 -S app && adduser -u 10001 -S -G app app
USER 10001:10001
CMD ["sleep", "1"]
