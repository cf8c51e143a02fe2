# chmod 700 leaves the script to its owner, who is the user then.
FROM debian:12
COPY start.sh /start.sh
RUN chmod 700 /start.sh
CMD ["/start.sh"]
