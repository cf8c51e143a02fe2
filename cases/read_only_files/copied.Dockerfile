# All of its code is in sight: nothing of it is written to.
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
RUN groupadd -g 10001 web && useradd -u 10001 -g web web
COPY --chown=web:web . .
USER web
CMD ["python", "main.py"]
