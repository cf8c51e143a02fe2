# Nothing but the end of the file is behind the last thing that is built.
FROM python:3.12-slim
CMD ["python", "/app/main.py"]
COPY --chown=10001:10001 . /app
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
