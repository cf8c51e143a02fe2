# Nothing behind the RUN but the end of the file.
FROM ubuntu:24.04
USER 1000:1000
RUN sudo apt-get update
