# A shared folder has the sticky bit.
FROM debian:12
RUN chmod 777 /tmp
RUN mkdir -p /var/tmp && chmod 0777 /tmp /var/tmp
