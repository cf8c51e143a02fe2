# An exec form has no shell that could run a second command.
FROM debian:12
RUN ["apt-get", "update"]
RUN ["apt-get", "install", "-y", "curl"]
