# The RUN goes on after a failure.
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends gcc && pip install -r requirements.txt || true
CMD ["gunicorn", "app:app"]
