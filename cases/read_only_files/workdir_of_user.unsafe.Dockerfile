# WORKDIR makes the folder for the user.
FROM python:3.12-slim
COPY requirements.txt /tmp/
RUN pip install --no-cache-dir -r /tmp/requirements.txt
RUN groupadd -g 10001 web && useradd -u 10001 -g web web
USER web
WORKDIR /srv/web
COPY --chown=web:web . .
CMD ["python", "main.py"]
