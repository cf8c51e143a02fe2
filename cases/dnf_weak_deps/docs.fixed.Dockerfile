# Documentation is left out where no configuration has said so.
FROM rockylinux:9
RUN dnf install -y --setopt=tsflags=nodocs \
    jq \
    curl \
    && dnf clean all
FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf -y install --nodocs tar && microdnf clean all
FROM amazonlinux:2
RUN yum -y --enablerepo epel install --setopt=tsflags=nodocs jq && sudo yum -y localinstall --setopt=tsflags=nodocs /tmp/tool.rpm
