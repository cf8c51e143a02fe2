# What is missing is installed, whatever that is.
FROM debian:12
RUN dpkg -i /tmp/x.deb; apt-get install -f -y
