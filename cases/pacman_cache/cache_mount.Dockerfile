# On a mount the packages are not in the image, and are meant to stay.
FROM archlinux:base
RUN --mount=type=cache,target=/var/cache/pacman/pkg pacman -Syu --noconfirm git
