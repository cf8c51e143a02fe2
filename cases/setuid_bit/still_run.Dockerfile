# Sudo is run.
FROM debian:12
RUN chmod u+s /usr/bin/sudo
USER app
CMD ["sudo", "./app"]
