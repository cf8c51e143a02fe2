# A job of the cluster's own has its keys from the cluster, and brings its files.
FROM alpine:3.23
RUN apk add --no-cache kubectl
WORKDIR /data
COPY --chown=10001:10001 jobs /data/jobs
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown 10001:10001 /data
USER 10001:10001
CMD ["kubectl", "apply", "-f", "jobs"]
