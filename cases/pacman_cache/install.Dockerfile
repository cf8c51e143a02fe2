# The packages go in the RUN that downloaded them.
FROM archlinux:base
RUN pacman -Syu --noconfirm
RUN pacman -S --noconfirm --needed \
        git \
        base-devel && \
    useradd -m build
