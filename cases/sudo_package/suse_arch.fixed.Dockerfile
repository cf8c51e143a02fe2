# Of zypper and pacman.
FROM opensuse/leap:15.6
RUN zypper install -y git
CMD ["git", "--version"]
FROM archlinux:base
RUN pacman -Sy --noconfirm git
CMD ["git", "--version"]
