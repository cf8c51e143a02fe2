# The folder that it writes to stays its own.
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN pip install --no-cache-dir -r requirements.txt
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin app \
    && mkdir -p /app/uploads \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /app/uploads
USER 10001:10001
CMD ["python", "main.py"]
