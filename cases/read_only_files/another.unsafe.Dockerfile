# It belongs to another account than the one that runs it.
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
RUN groupadd -g 10001 web && useradd -u 10001 -g web web
COPY --chown=daemon . .
USER web
CMD ["python", "main.py"]
