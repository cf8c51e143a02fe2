# The configuration says so for every call.
FROM debian:12
RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/10recommends
RUN apt-get update && apt-get install -y curl
