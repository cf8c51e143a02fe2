# The user of the base image is known, and is put back by its name.
FROM jenkins/jenkins:lts
RUN sudo apt-get update && sudo apt-get install -y make
