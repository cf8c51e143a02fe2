# Each has a spelling of its own; zypper's -n is another flag behind the subcommand.
FROM debian:12
RUN aptitude install jq
FROM fedora:41
RUN dnf install jq && dnf module enable nodejs:20 && dnf group install core
FROM centos:7
RUN yum --enablerepo extras install jq && yum groupinstall "Development Tools"
FROM photon:5.0
RUN tdnf install jq
FROM opensuse/leap:15.6
RUN zypper install -n jq && zypper up && zypper source-install jq
FROM archlinux:base
RUN pacman -Syu && pacman -S jq && pacman -Rns jq && pacman -U /tmp/a.pkg.tar.zst
