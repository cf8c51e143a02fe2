# Each cleans its own; what stands behind it stays behind.
FROM centos:7
RUN yum -y install jq && jq --version
FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf install -y tar
FROM photon:5.0
RUN tdnf install -y tar gzip
FROM rockylinux:9
RUN yum install -y epel-release && dnf install -y htop
