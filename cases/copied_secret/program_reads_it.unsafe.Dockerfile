# Only the program could read the file: it is for the container, not for the image.
FROM python:3.12-slim
COPY app.py /app/
COPY .env /app/
CMD ["python", "/app/app.py"]
