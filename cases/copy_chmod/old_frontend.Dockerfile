# syntax=docker/dockerfile:1.0
# This frontend does not know the flag.
FROM debian:12
COPY start.sh /start.sh
RUN chmod +x /start.sh
CMD ["/start.sh"]
