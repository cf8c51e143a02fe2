# TLS: the port is asked, not the route.
FROM python:3.12-slim
WORKDIR /app
COPY main.py .
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-I", "-c", "import socket; socket.create_connection(('127.0.0.1', 8443), 3)"]
CMD ["uvicorn", "main:app", "--port", "8443", "--ssl-keyfile", "/run/tls/key", "--ssl-certfile", "/run/tls/cert"]
