# The variable says where the models go.
FROM python:3.11-slim
WORKDIR /app
ENV HF_HOME=/app/models
COPY --chown=10001:10001 requirements.txt prefetch_models.py ./
RUN pip install --no-cache-dir -r requirements.txt && python prefetch_models.py
COPY --chown=10001:10001 serve.py ./
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /app/models \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /app/models
USER 10001:10001
CMD ["python", "serve.py"]
