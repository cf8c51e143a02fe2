# Every way to clean counts, also in a subshell.
FROM fedora:41
RUN dnf install -y jq && dnf clean all
RUN dnf install -y curl && dnf -y clean all --enablerepo='*' && rm -rf /var/cache/dnf
RUN dnf install -y file && rm -rf /var/cache/dnf/*
RUN dnf install -y less && rm -rf /var/cache/* /tmp/*
RUN (dnf install -y tar || yum install -y tar) && (dnf clean all || yum clean all)
RUN dnf remove -y jq
FROM centos:7
RUN yum install -y jq && rm -rf /var/cache/{yum,dnf}
