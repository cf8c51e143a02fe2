# The sticky bit comes with the next command: nothing is missing.
FROM debian:12
RUN chmod 777 /tmp && chmod +t /tmp
RUN chmod a+rwx,o+t /var/tmp
