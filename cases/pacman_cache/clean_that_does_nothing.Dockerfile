# With --noconfirm the answer is the default, and that is no.
FROM archlinux:base
RUN pacman -Syu --noconfirm git && pacman -Scc --noconfirm
