# The base works in /app, which it made as root: what is copied there stays in a folder of root's.
FROM tiangolo/uvicorn-gunicorn-fastapi:python3.9
COPY requirements.txt /app/requirements.txt
RUN pip install -r /app/requirements.txt
COPY ./app /app
