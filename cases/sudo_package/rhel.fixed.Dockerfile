# Of dnf, yum and microdnf.
FROM rockylinux:9
RUN yum -y install procps-ng && yum clean all
RUN microdnf install -y shadow-utils
CMD ["sleep", "inf"]
