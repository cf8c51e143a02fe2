# the folder is made, and is the user's
FROM alpine:3.23
COPY etcd beanstalkd /usr/bin/
CMD ["/usr/bin/etcd", "--data-dir", "/var/lib/etcd"]
