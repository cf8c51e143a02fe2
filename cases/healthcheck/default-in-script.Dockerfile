# A variable of the environment with a default: the check has both.
FROM python:3.12-slim
WORKDIR /app
COPY . .
CMD exec gunicorn --bind :${PORT:-8000} --workers 2 app:app
