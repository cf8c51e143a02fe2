# As root, through sudo, the program finds the browser in root's home.
FROM python:3.11-slim
RUN apt-get update && apt-get install -y --no-install-recommends sudo && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir playwright && playwright install firefox
RUN useradd --uid 2000 --create-home shooter
WORKDIR /app
COPY --chown=2000 . .
USER 2000
CMD ["sudo", "python", "shoot.py"]
