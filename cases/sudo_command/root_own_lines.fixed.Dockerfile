# Sudo on a line of its own takes the line with it.
FROM ubuntu:24.04
RUN apt-get update
