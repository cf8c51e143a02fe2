# The COPY brings a second file, which is no program.
FROM debian:12
COPY start.sh settings.py /app/
RUN chmod +x /app/start.sh
CMD ["/app/start.sh"]
