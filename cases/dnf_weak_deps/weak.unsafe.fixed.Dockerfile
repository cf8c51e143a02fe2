# microdnf takes 0 and 1 alone; the yum of CentOS 7 knows no weak dependencies.
FROM rockylinux:9
RUN dnf install -y --setopt=tsflags=nodocs --setopt=install_weak_deps=False jq && yum install -y --nodocs --setopt=install_weak_deps=False file
FROM registry.access.redhat.com/ubi8/ubi-minimal:8.10
RUN microdnf install -y --nodocs --setopt=install_weak_deps=0 tar
FROM centos:7
RUN yum install -y jq
FROM fedora:41
RUN <<EOF
dnf install -y --setopt=install_weak_deps=False jq
EOF
