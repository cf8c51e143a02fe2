# Every way to say yes, or to ask nothing, counts.
FROM debian:12
RUN apt-get update -q \
    && apt-get install -qqy curl \
    && apt-get install -yq --no-install-recommends jq \
    && apt-get -qq install file \
    && apt-get install -q=2 less \
    && apt-get --assume-yes install tree \
    && apt-get -o APT::Get::Assume-Yes=true install nano \
    && apt-get -s install vim \
    && apt-get download gdb \
    && apt-get clean
FROM fedora:41
RUN dnf -y install jq && dnf install --assumeyes file && dnf module list && dnf -q check-update
FROM opensuse/leap:15.6
RUN zypper -n install jq && zypper in --no-confirm file && zypper -nq up && zypper refresh
FROM archlinux:base
RUN pacman -Sy && pacman --noconfirm -S jq && pacman -Ss file && pacman -Scc && pacman -Qi jq
