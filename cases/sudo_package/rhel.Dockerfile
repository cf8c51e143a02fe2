# Of dnf, yum and microdnf.
FROM rockylinux:9
RUN dnf install -y sudo && dnf clean all
RUN yum -y install sudo procps-ng && yum clean all
RUN microdnf install -y sudo shadow-utils
CMD ["sleep", "inf"]
