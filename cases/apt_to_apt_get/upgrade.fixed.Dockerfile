# apt upgrade installs new packages too, and apt-get calls a full upgrade a dist-upgrade.
FROM ubuntu:24.04
RUN apt-get update && apt-get upgrade -y --with-new-pkgs && apt-get -y dist-upgrade && apt-get autoremove -y
