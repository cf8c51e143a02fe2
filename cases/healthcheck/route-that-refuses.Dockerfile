# A middleware may refuse what has no token: only the port is asked.
FROM python:3.12-slim
WORKDIR /app
COPY main.py .
CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8080"]
