# A job: nothing listens.
FROM python:3.12-slim
WORKDIR /app
COPY . .
CMD ["python", "-m", "report", "--month", "last"]
