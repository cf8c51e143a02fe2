# What an earlier layer installed, a later one cannot take out of it.
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends gcc
COPY requirements.txt .
RUN pip install -r requirements.txt
CMD ["gunicorn", "app:app"]
