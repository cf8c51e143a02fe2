# The base starts haproxy, and its configuration, which may say chroot and user, is mounted.
FROM haproxy:2.2
COPY errors /usr/local/etc/haproxy/errors
