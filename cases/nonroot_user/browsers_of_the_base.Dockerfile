# The base image says where its browsers are: one more is fetched to them.
FROM mcr.microsoft.com/playwright/python:v1.49.0-noble
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
RUN playwright install chromium
COPY shots.py .
CMD ["python3", "shots.py"]
