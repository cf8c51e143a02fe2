# It has a health check of its own.
FROM python:3.12-slim
WORKDIR /app
HEALTHCHECK CMD ["python", "alive.py"]
CMD ["gunicorn", "-b", ":8000", "app:app"]
