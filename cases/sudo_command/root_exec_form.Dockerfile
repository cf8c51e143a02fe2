# The strings of an exec form, over one line or several.
FROM ubuntu:24.04
RUN ["sudo", "-E", "apt-get", "update"]
HEALTHCHECK --interval=30s CMD ["sudo", "curl", "-f", "http://localhost:8080/"]
ENTRYPOINT ["sudo", \
    "-H", \
    "python3", "app.py"]
