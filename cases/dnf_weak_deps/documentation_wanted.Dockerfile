# An image for people at a terminal.
FROM rockylinux:9
RUN sed -i '/tsflags=nodocs/d' /etc/dnf/dnf.conf && dnf install -y jq man-db
