# A shared folder has the sticky bit.
FROM debian:12
RUN chmod 1777 /tmp
RUN mkdir -p /var/tmp && chmod 1777 /tmp /var/tmp
