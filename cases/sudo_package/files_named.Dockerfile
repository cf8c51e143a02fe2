# Its files are written still; what does that goes first.
FROM debian:12
RUN apt-get update && apt-get install -y sudo
RUN echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app
CMD ["sleep", "inf"]
