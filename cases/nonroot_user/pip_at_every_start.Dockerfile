# pip would turn to the home folder, whose programs are not in PATH.
FROM python:3.12-slim
WORKDIR /srv
COPY . .
CMD ["sh", "-c", "pip install -r requirements.txt && gunicorn app:app"]
