# The packages go in the RUN that downloaded them.
FROM archlinux:base
RUN pacman -Syu --noconfirm && rm -rf /var/cache/pacman/pkg/*
RUN pacman -S --noconfirm --needed \
        git \
        base-devel && \
    rm -rf /var/cache/pacman/pkg/* && \
    useradd -m build
