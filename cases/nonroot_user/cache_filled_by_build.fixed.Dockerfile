# The model's folder is added to when its origin has changed since.
FROM python:3.12-slim
WORKDIR /app
ENV HF_HOME=/app/models
RUN python -c "from transformers import AutoModel; AutoModel.from_pretrained('bert')"
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /app/models \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /app/models
USER 10001:10001
CMD ["python", "main.py"]
