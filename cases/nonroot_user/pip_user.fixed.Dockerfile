# What pip puts into root's home nobody else can read.
FROM python:3.12-slim
WORKDIR /app
ENV PYTHONUSERBASE=/opt/python
RUN pip install --user flask
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "main.py"]
