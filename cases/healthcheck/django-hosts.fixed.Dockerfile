# Django answers 400 to a Host that it does not know: only the port is asked.
FROM python:3.12-slim
WORKDIR /code
COPY . .
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-I", "-c", "import socket; socket.create_connection(('127.0.0.1', 8000), 3)"]
CMD python manage.py runserver 0.0.0.0:8000
