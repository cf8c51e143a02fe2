# Debian: what apt removes on its own would take libpq5 along.
FROM python:3.12-slim
COPY requirements.txt .
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        build-essential \
        libpq-dev \
        libpq5 \
    && pip install -r requirements.txt \
    && apt-get purge -y --auto-remove build-essential libpq-dev \
    && rm -rf /var/lib/apt/lists/*
CMD ["gunicorn", "app:app"]
