# The official images leave it out by themselves.
FROM fedora:41
RUN dnf install -y jq
FROM centos:7
RUN yum install -y jq
