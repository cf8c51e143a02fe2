# apt upgrade installs new packages too, and apt-get calls a full upgrade a dist-upgrade.
FROM ubuntu:24.04
RUN apt update && apt upgrade -y && apt -y full-upgrade && apt autoremove -y
