# Each has a spelling of its own; zypper's -n is another flag behind the subcommand.
FROM debian:12
RUN aptitude install -y jq
FROM fedora:41
RUN dnf install -y jq && dnf module enable -y nodejs:20 && dnf group install -y core
FROM centos:7
RUN yum --enablerepo extras install -y jq && yum groupinstall -y "Development Tools"
FROM photon:5.0
RUN tdnf install -y jq
FROM opensuse/leap:15.6
RUN zypper install -y -n jq && zypper up -y && zypper --non-interactive source-install jq
FROM archlinux:base
RUN pacman -Syu --noconfirm && pacman -S --noconfirm jq && pacman -Rns --noconfirm jq && pacman -U --noconfirm /tmp/a.pkg.tar.zst
