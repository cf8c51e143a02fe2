# chown gives it all; only the folder for uploads is written to.
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
RUN useradd -u 10001 web
RUN mkdir -p /app/uploads && chown -R web:web /app/uploads
USER web
CMD ["python", "main.py"]
