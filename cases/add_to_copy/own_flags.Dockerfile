# Flags that COPY does not have.
FROM alpine:3.20
ADD --keep-git-dir=true . /src
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a.txt /
ADD --unpack=false notes.txt /
