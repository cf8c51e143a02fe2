# syntax=docker/dockerfile:1
# The comment stays with the command that it is about.
FROM fedora:41
RUN <<EOF
  set -e
  dnf install -y tar xz  # patchelf
  tar --version
EOF
