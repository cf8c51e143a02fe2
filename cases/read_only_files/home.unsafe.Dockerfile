# In its own home it can move the folder away, whoever that belongs to.
FROM python:3.12-slim
WORKDIR /home/web
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
RUN groupadd -g 10001 web && useradd -u 10001 -g web -m web
COPY --chown=web:web . .
USER web
CMD ["python", "main.py"]
