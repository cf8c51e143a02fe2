# The file ends without a line end, and USER needs a line.
FROM jenkins/jenkins:lts
USER root
RUN make -C /opt/tool install
USER jenkins