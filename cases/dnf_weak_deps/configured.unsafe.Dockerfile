# The configuration has the last word.
FROM rockylinux:9
RUN printf 'install_weak_deps=False\ntsflags=nodocs\n' >> /etc/dnf/dnf.conf && dnf install -y jq
