# The cache of another root is in there.
FROM rockylinux:9 AS build
RUN dnf install -y --installroot /mnt/root --releasever 9 bash && dnf clean all
RUN dnf --installroot=/mnt/root -y install jq && rm -rf /mnt/root/var/cache/*
FROM scratch
COPY --from=build /mnt/root /
