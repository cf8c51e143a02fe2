# syntax=docker/dockerfile:1
# --link copies by number as well.
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 --link . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "main.py"]
