# etcd keeps its data in the working directory where nothing names a folder for it
FROM alpine:3.23
COPY etcd /usr/bin/etcd
ENTRYPOINT ["/usr/bin/etcd"]
