# The file ends without a line end, and USER needs a line.
FROM jenkins/jenkins:lts
RUN sudo make -C /opt/tool install