# The model's folder is added to when its origin has changed since.
FROM python:3.12-slim
WORKDIR /app
ENV HF_HOME=/app/models
RUN python -c "from transformers import AutoModel; AutoModel.from_pretrained('bert')"
COPY . .
CMD ["python", "main.py"]
