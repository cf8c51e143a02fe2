# Name, version and licence of a Python project.
FROM python:3.12-slim
LABEL org.opencontainers.image.source="https://git.example.com/team/shop"
COPY . /app
CMD ["python", "/app/main.py"]
LABEL org.opencontainers.image.title="shop" \
      org.opencontainers.image.version="2.4.1" \
      org.opencontainers.image.licenses="Apache-2.0"
