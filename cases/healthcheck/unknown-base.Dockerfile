# The base may well have a health check of its own.
FROM registry.example.org/team/python:3
WORKDIR /app
COPY . .
CMD ["gunicorn", "-b", ":8000", "app:app"]
