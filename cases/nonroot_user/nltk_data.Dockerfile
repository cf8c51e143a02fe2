# nltk leaves its data in root's home unless one of its other folders is there.
FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
# the words that the program splits sentences with
RUN python -m nltk.downloader punkt
COPY split.py .
CMD ["python", "split.py"]
