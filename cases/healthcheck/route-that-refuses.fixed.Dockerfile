# A middleware may refuse what has no token: only the port is asked.
FROM python:3.12-slim
WORKDIR /app
COPY main.py .
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-I", "-c", "import socket; socket.create_connection(('127.0.0.1', 8080), 3)"]
CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8080"]
