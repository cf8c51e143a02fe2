# It listens on a socket of the file system.
FROM python:3.12-slim
WORKDIR /app
COPY . .
CMD ["gunicorn", "-b", "unix:/run/app/app.sock", "app:app"]
