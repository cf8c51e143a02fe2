# Red Hat's microdnf never asks, yet takes the flag; Fedora's asks.
FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf install tar; microdnf update; microdnf clean all
FROM registry.fedoraproject.org/fedora-minimal:41
RUN microdnf install tar && microdnf update
