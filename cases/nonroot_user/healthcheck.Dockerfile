# HEALTHCHECK runs as the user too, and needs no root.
FROM python:3.12-slim
WORKDIR /app
COPY . .
HEALTHCHECK CMD ["python", "check.py"]
CMD ["python", "main.py"]
