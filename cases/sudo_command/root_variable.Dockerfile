# A variable that sudo sets is set by the shell as well.
FROM ubuntu:24.04
RUN sudo DEBIAN_FRONTEND=noninteractive apt-get install -y tzdata
RUN sudo -E LANG=C make install
