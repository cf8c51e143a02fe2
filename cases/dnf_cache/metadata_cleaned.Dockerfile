# A part is not all.
FROM fedora:41
RUN dnf install -y jq && dnf clean packages
