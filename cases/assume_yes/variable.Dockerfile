# What a variable says is said: its value is in the file.
FROM archlinux
ENV PACMAN_FLAGS="--noconfirm --needed"
ARG WITH=-y
RUN pacman $PACMAN_FLAGS -S vim
RUN apt-get ${WITH} install vim
RUN dnf install "$WITH" vim
