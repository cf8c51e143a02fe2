# A user becomes root with it.
FROM debian:12
RUN useradd -m app && echo 'app ALL=(ALL) NOPASSWD: ALL' >> /etc/sudoers
USER app
CMD ["sudo", "-E", "./app"]
