# What pip puts into root's home nobody else can read.
FROM python:3.12-slim
WORKDIR /app
RUN pip install --user flask
COPY . .
CMD ["python", "main.py"]
