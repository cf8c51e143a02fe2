# Of several lines one would be left, which others may give an update and a cleanup of their own.
FROM debian:12
COPY install.sh /install.sh
RUN chmod +x /install.sh && \
    /install.sh
CMD ["sleep", "infinity"]
