# Names that nobody would give an archive.
FROM debian:12
COPY Dockerfile LICENSE /usr/share/doc/app/
COPY rootfs /
COPY app-1.10.0-linux-amd64 /usr/local/bin/app
