# The bit of sudo itself, where nothing runs it.
FROM debian:12
RUN useradd app
USER app
CMD ["python3", "app.py"]
