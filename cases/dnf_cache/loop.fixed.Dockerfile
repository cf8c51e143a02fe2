# What a loop installs is cleaned up once, behind it.
FROM fedora:41
RUN for name in jq file; do dnf install -y "$name"; done && dnf clean all
