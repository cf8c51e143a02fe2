# Nothing is left of the RUN.
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN useradd -u 10001 web
USER web
CMD ["python", "main.py"]
