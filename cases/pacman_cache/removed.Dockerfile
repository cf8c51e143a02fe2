# Every way to remove them counts.
FROM archlinux:base
RUN pacman -S --noconfirm git && rm -rf /var/cache/pacman/pkg
RUN pacman -S --noconfirm jq && rm -rf /tmp/* /var/cache/pacman/pkg/*
RUN yes | pacman -S less && yes | pacman -Scc
RUN pacman -S --noconfirm file && printf 'y\ny\n' | pacman -Scc
