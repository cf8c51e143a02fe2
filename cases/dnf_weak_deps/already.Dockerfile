# Left out already, in every spelling.
FROM rockylinux:9
RUN dnf install -y --nodocs --setopt=install_weak_deps=False jq
RUN dnf install -y --setopt=tsflags=nodocs,noscripts --setopt=install_weak_deps=0 file
RUN dnf update -y && dnf remove -y jq
