# The cache of another root is in another place.
FROM archlinux:base
RUN pacman -r /mnt -Sy --noconfirm base
RUN pacman -S --noconfirm --cachedir /packages git
