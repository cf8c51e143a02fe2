# Of zypper and pacman.
FROM opensuse/leap:15.6
RUN zypper install -y sudo git
RUN zypper --non-interactive in sudo
CMD ["git", "--version"]
FROM archlinux:base
RUN pacman -Sy --noconfirm sudo git
CMD ["git", "--version"]
