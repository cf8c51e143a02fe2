# Nothing behind the RUN but the end of the file.
FROM ubuntu:24.04
RUN apt-get update
USER 1000:1000
