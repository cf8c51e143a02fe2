# The application serves /healthz: it is asked for that; a USER stays in front.
FROM python:3.12-slim
WORKDIR /app
COPY app.py .
USER 10001

# starts the server
CMD ["python", "app.py"]
