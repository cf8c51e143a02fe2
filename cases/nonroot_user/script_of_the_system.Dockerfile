# What the system starts with, starts its services.
FROM debian:12
ADD rootfs.tar.xz /
CMD ["/etc/rc.local"]
