# The variable says where the models go.
FROM python:3.11-slim
WORKDIR /app
ENV HF_HOME=/app/models
COPY requirements.txt prefetch_models.py ./
RUN pip install --no-cache-dir -r requirements.txt && python prefetch_models.py
COPY serve.py ./
CMD ["python", "serve.py"]
