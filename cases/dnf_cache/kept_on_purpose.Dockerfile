# The configuration keeps it.
FROM fedora:41
RUN echo 'keepcache=1' >> /etc/dnf/dnf.conf && dnf install -y jq
