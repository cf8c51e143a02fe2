# Where the build goes on without the packages, they would be new to the image.
FROM centos:7
RUN yum remove java; yum install jq
