# Where the build goes on without the packages, they would be new to the image.
FROM centos:7
RUN yum remove -y java; yum install -y jq
