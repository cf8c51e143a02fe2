# The program installs what it wants itself, with its own Python.
FROM python:3.12-slim
WORKDIR /srv
COPY . .
CMD ["python", "app.py"]
