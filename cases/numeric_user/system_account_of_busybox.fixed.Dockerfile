# Busybox puts system accounts into nogroup.
FROM alpine:3.20
RUN adduser -u 10001 -S -D -H svc
USER 10001:65533
CMD ["sleep", "1"]
