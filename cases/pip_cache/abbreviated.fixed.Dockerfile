# pip takes --no-cache for --no-cache-dir only because no other option begins like this.
FROM python:3.11
RUN pip install --no-cache-dir -r requirements.txt
