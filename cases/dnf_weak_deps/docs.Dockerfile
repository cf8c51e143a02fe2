# Documentation is left out where no configuration has said so.
FROM rockylinux:9
RUN dnf install -y \
    jq \
    curl \
    && dnf clean all
FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf -y install tar && microdnf clean all
FROM amazonlinux:2
RUN yum -y --enablerepo epel install jq && sudo yum -y localinstall /tmp/tool.rpm
