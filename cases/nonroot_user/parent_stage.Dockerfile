# What the image is built on in this file gives its files too.
FROM python:3.12-slim AS base
WORKDIR /app
COPY . .
FROM base AS test
RUN pip install pytest && pytest
FROM base
CMD ["python", "main.py"]
