# The user of the base image is known, and is put back by its name.
FROM jenkins/jenkins:lts
USER root
RUN apt-get update && apt-get install -y make
USER jenkins
