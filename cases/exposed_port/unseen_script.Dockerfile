# The script that is started may open the port.
FROM debian:12
COPY start.sh /start.sh
EXPOSE 2375
CMD ["/start.sh"]
