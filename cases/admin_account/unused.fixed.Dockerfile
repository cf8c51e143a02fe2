# A person's account beside that of the service.
FROM debian:12
RUN useradd --uid 10001 app
USER 10001
CMD ["python3", "app.py"]
