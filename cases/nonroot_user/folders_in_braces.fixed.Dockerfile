# The shell makes two of them; dash, in the other case, one that is named so.
FROM python:3.11-slim
SHELL ["/bin/bash", "-c"]
WORKDIR /app
COPY --chown=10001:10001 . .
RUN mkdir -p out/{daily,weekly} {logs,cache}
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app /app/out /app/out/daily /app/out/weekly /app/logs /app/cache
USER 10001:10001
CMD ["python", "count.py"]
