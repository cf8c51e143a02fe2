# the folder is made, and is the user's
FROM alpine:3.23
COPY etcd beanstalkd /usr/bin/
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && mkdir -p /var/lib/etcd \
    && chown -R 10001:10001 /var/lib/etcd
USER 10001:10001
CMD ["/usr/bin/etcd", "--data-dir", "/var/lib/etcd"]
