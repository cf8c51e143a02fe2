# The configuration has the last word.
FROM rockylinux:9
RUN echo 'tsflags=nodocs' >> /etc/dnf/dnf.conf && dnf install -y jq
