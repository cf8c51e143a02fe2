# Behind the last command of the tool, once, whatever that does.
FROM fedora:41
RUN dnf -y install gcc make \
    && make --version \
    && dnf -y remove gcc \
    && dnf clean all \
    && rm -rf /tmp/*
