# Everything else is for the author to give to a user.
FROM debian:12
RUN chmod 777 /srv && chmod -R a+w /opt && chmod o+rw /etc/app
RUN chmod -R 777 /tmp && chmod 777 /tmp/x && chmod 1777 /data && chmod 775 /srv && chmod +w /x
COPY --chmod=777 a /a
