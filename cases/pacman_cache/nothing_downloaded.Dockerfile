# These download no package, or just that.
FROM archlinux:base
RUN pacman -Sy && pacman -Ss git && pacman -Si git && pacman -Q
RUN pacman -U --noconfirm /tmp/a.pkg.tar.zst && pacman -Rns --noconfirm git
RUN pacman -Sw --noconfirm jq
