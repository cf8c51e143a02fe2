# The base has a user of its own, left for an installation and never taken again.
FROM jenkins/jenkins:lts-jdk17
USER root
RUN apt-get update && apt-get install -y make
