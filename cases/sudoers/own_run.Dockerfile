# A file with its mode and its check: the RUN goes as a whole.
FROM debian:12
RUN useradd -m app
RUN mkdir -p /etc/sudoers.d \
    && echo "app ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/app \
    && chmod 0440 /etc/sudoers.d/app \
    && visudo -c
USER app
CMD ["./app"]
