# The program keeps its database in a folder of its own.
FROM python:3.12-slim
WORKDIR /app
COPY main.py ./
CMD ["python", "main.py"]
