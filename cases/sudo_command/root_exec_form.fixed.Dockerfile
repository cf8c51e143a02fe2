# The strings of an exec form, over one line or several.
FROM ubuntu:24.04
RUN ["apt-get", "update"]
HEALTHCHECK --interval=30s CMD ["curl", "-f", "http://localhost:8080/"]
ENTRYPOINT ["python3", "app.py"]
