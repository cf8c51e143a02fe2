# syntax=docker/dockerfile:1
# --link copies by number as well.
FROM python:3.12-slim
WORKDIR /app
COPY --link . .
CMD ["python", "main.py"]
