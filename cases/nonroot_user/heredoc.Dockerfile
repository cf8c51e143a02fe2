# A file that stands in the Dockerfile.
FROM python:3.12-slim
WORKDIR /app
COPY <<EOF main.py
print("hello")
EOF
CMD ["python", "main.py"]
