# makepkg refuses to run as root, and installs what a package needs through sudo. Without -s it
# installs nothing.
FROM archlinux:base-devel AS with
RUN useradd -m builder && echo "builder ALL=(ALL) NOPASSWD: ALL" >> /etc/sudoers
USER builder
COPY --chown=builder PKGBUILD /home/builder/
RUN cd /home/builder && makepkg -sf --noconfirm

FROM archlinux:base-devel AS without
RUN useradd -m builder
USER builder
COPY --chown=builder PKGBUILD /home/builder/
RUN cd /home/builder && makepkg --noconfirm

FROM scratch
COPY --from=with /home/builder/*.pkg.tar.zst /
COPY --from=without /home/builder/*.pkg.tar.zst /
