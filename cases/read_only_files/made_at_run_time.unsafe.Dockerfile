# It makes the folder that it writes to by itself, beside its code.
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
RUN useradd -u 10001 web
RUN chown -R web:web /app
USER web
CMD ["python", "main.py"]
