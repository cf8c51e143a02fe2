# Only EXPOSE says that something listens: that is no evidence.
FROM python:3.12-slim
WORKDIR /app
COPY . .
EXPOSE 8000
CMD ["python", "main.py"]
