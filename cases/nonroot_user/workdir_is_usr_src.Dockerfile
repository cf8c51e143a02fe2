# /usr/src is the application's folder here, for it has no other.
FROM python:3.12-slim
WORKDIR /usr/src
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["python", "count.py"]
