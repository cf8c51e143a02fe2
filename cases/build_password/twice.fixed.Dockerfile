# Several in one list, at its head and at its end.
FROM debian:12
RUN useradd app
CMD ["python3", "app.py"]
