# The comment stays with its instruction.
FROM python:3.12-slim

WORKDIR /app
COPY . .

# Start the service.
CMD ["python", "main.py"]
