# ADD unpacks these.
FROM scratch
ADD rootfs.tar /
ADD rootfs.tar.gz /
ADD app.tgz lib.tar.bz2 data.txz /opt/
ADD ["etc.tar.xz", "usr.tar.zst", "/"]
ADD "layer.tar" /
