# HEALTHCHECK NONE is said on purpose.
FROM python:3.12-slim
WORKDIR /app
HEALTHCHECK NONE
CMD ["gunicorn", "-b", ":8000", "app:app"]
