# Where the models go, which only this program says, is not in sight.
FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt prefetch_models.py ./
RUN pip install --no-cache-dir -r requirements.txt && python prefetch_models.py
COPY serve.py ./
CMD ["python", "serve.py"]
