# The program runs it itself, which no script shows.
FROM python:3.11-slim
RUN apt-get update && apt-get install -y --no-install-recommends sudo wireguard-tools && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY . .
CMD ["python", "app/main.py"]
