# A job of the cluster's own has its keys from the cluster, and brings its files.
FROM alpine:3.23
RUN apk add --no-cache kubectl
WORKDIR /data
COPY jobs /data/jobs
CMD ["kubectl", "apply", "-f", "jobs"]
