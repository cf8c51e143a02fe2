# A person's account beside that of the service.
FROM debian:12
RUN useradd -m admin && useradd --uid 10001 app
RUN groupadd developer && useradd -m -g developer -s /bin/bash developer
USER 10001
CMD ["python3", "app.py"]
