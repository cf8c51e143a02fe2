# it keeps its settings where only root writes
FROM alpine:3.23
RUN apk add --no-cache transmission-daemon
CMD ["transmission-daemon", "--foreground", "--config-dir", "/etc/transmission-daemon"]
