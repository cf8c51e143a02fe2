# The configuration answers for all that follow.
FROM centos:7
RUN echo 'assumeyes = 1' >> /etc/yum.conf && yum install jq
