# Somebody works with the packages.
FROM archlinux:base
RUN pacman -S --noconfirm git && cp /var/cache/pacman/pkg/git-*.pkg.tar.zst /srv/
