# --link copies by number as well.
# syntax=docker/dockerfile:1
FROM python:3.12-slim
WORKDIR /app
COPY --link . .
CMD ["python", "main.py"]
