# A cache's folder in root's home that the build makes and does not fill is there for a volume: as
# another user the program would look elsewhere, and fetch everything anew at every start.
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN mkdir -p /app/models /root/.cache/huggingface
EXPOSE 8000
CMD ["python", "serve.py"]
