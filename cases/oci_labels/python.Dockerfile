# Name, version and licence of a Python project.
FROM python:3.12-slim
LABEL org.opencontainers.image.source="https://git.example.com/team/shop"
COPY . /app
CMD ["python", "/app/main.py"]
