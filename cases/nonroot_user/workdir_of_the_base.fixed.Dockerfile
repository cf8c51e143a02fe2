# The base works in /app, which it made as root: what is copied there stays in a folder of root's.
FROM tiangolo/uvicorn-gunicorn-fastapi:python3.9
COPY requirements.txt /app/requirements.txt
RUN pip install -r /app/requirements.txt
COPY --chown=10001:10001 ./app /app
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
