# Busybox puts system accounts into nogroup.
FROM alpine:3.20
RUN adduser -S -D -H svc
USER svc
CMD ["sleep", "1"]
