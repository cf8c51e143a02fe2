# ONBUILD: it is for others to build on.
FROM python:3.12-slim
WORKDIR /app
ONBUILD COPY . .
CMD ["gunicorn", "-b", ":8000", "app:app"]
