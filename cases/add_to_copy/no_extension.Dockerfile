# Names that nobody would give an archive.
FROM debian:12
ADD Dockerfile LICENSE /usr/share/doc/app/
ADD rootfs /
ADD app-1.10.0-linux-amd64 /usr/local/bin/app
