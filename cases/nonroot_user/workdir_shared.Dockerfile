# /opt is the application's folder here, for it has no other.
FROM python:3.12-slim
COPY requirements.txt requirements.txt
COPY shop /opt/
RUN pip install -r requirements.txt
WORKDIR /opt/
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
