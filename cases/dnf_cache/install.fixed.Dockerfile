# The cache goes in the RUN that filled it.
FROM fedora:41
RUN dnf install -y jq && dnf clean all
RUN dnf -y update && \
    dnf -y install \
        curl \
        file && \
    dnf clean all && \
    curl --version
