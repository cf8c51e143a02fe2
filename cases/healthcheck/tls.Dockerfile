# TLS: the port is asked, not the route.
FROM python:3.12-slim
WORKDIR /app
COPY main.py .
CMD ["uvicorn", "main:app", "--port", "8443", "--ssl-keyfile", "/run/tls/key", "--ssl-certfile", "/run/tls/cert"]
