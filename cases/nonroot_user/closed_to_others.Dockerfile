# chmod 700 leaves the script to root.
FROM debian:12
COPY start.sh /start.sh
RUN chmod 700 /start.sh
CMD ["/start.sh"]
