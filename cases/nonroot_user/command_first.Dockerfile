# Nothing but the end of the file is behind the last thing that is built.
FROM python:3.12-slim
CMD ["python", "/app/main.py"]
COPY . /app
