# The program keeps its models where only root gets at them.
FROM python:3.11-slim
WORKDIR /app
ENV HF_HOME=/root/models
COPY . .
CMD ["python", "answer.py"]
