# The word is no command.
FROM debian:12
RUN apt-get update && apt-get install -y sudo
RUN echo "run sudo make" > /etc/motd && which sudo
COPY sudo.sh /sudo.sh
