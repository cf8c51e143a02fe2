# The cache goes in the RUN that filled it.
FROM fedora:41
RUN dnf install -y jq
RUN dnf -y update && \
    dnf -y install \
        curl \
        file && \
    curl --version
