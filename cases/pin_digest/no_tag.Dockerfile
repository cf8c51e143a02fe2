# Without a tag it is `latest`, which is written out: a digest alone says nothing to a reader.
FROM debian AS base
FROM quay.io/prometheus/busybox:latest
FROM localhost:5000/app
COPY --from=base /etc/debian_version /
