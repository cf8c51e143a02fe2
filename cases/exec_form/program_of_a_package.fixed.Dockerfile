# It comes with a package, or it is an interpreter's script, which needs its #! anyway.
FROM debian:12
COPY app.conf /etc/
RUN apt-get update && apt-get install -y --no-install-recommends supervisor && rm -rf /var/lib/apt/lists/*
CMD ["/usr/bin/supervisord", "-n"]

FROM python:3.12
COPY . /app
CMD ["/app/manage.py", "runserver"]
