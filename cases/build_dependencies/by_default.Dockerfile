# Without --unsafe it is only told.
FROM python:3.12-slim
COPY requirements.txt .
RUN apt-get update && apt-get install -y --no-install-recommends gcc && pip install -r requirements.txt
CMD ["gunicorn", "app:app"]
