# A later COPY may bring the file again, with a mode of its own.
FROM debian:12
WORKDIR /app
COPY start.sh /app/start.sh
COPY . /app
RUN chmod +x /app/start.sh
CMD ["/app/start.sh"]
