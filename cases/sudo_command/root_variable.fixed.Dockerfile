# A variable that sudo sets is set by the shell as well.
FROM ubuntu:24.04
RUN DEBIAN_FRONTEND=noninteractive apt-get install -y tzdata
RUN LANG=C make install
