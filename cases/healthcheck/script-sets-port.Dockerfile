# What a start script sets, the health check does not see.
FROM python:3.12-slim
WORKDIR /app
COPY . .
CMD ["sh", "-c", "PORT=$(cat port); exec gunicorn -b 0.0.0.0:$PORT app:app"]
