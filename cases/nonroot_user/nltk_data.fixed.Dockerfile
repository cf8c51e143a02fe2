# nltk leaves its data in root's home unless one of its other folders is there.
FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
RUN mkdir -p /usr/local/share/nltk_data
# the words that the program splits sentences with
RUN python -m nltk.downloader punkt
COPY --chown=10001:10001 split.py .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "split.py"]
