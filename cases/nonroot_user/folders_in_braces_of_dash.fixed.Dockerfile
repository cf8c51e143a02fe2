# dash makes one folder, which is named {daily,weekly}: the program makes its own in out.
FROM python:3.11-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN mkdir -p out/{daily,weekly} {logs,cache}
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app /app/out
USER 10001:10001
CMD ["python", "count.py"]
