# A variable of the environment with a default: the check has both.
FROM python:3.12-slim
WORKDIR /app
COPY . .
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-I", "-c", "import socket, os; socket.create_connection(('127.0.0.1', int(os.environ.get('PORT') or 8000)), 3)"]
CMD exec gunicorn --bind :${PORT:-8000} --workers 2 app:app
