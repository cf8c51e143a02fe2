# Both of apt's mounts and pip's; existing flags stay in front.
FROM python:3.12-slim
RUN --mount=type=bind,source=requirements.txt,target=requirements.txt set -eux; \
    apt-get update; \
    apt-get install -y gcc; \
    pip install --no-cache-dir -r requirements.txt; \
    rm -rf /var/lib/apt/lists/*
