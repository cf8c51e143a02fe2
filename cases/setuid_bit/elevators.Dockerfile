# The bit of sudo itself, where nothing runs it.
FROM debian:12
RUN useradd app && chmod u+s /usr/bin/sudo
RUN chmod 4755 /usr/bin/sudo
USER app
CMD ["python3", "app.py"]
