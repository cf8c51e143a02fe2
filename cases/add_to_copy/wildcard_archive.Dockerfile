# These may match an archive.
FROM scratch
ADD rootfs.t* /
ADD * /
ADD dist/*.gz /dist/
ADD layer-? /layers/
