# Without docker-clean apt-get would keep in the layer what apt deletes.
FROM debian:12
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN apt-get update && apt install -y curl
