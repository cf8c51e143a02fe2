# mkdir -p makes reports as well, and the program may write there as well; -m takes a value.
FROM python:3.11-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN mkdir -p reports/daily && mkdir -p -m 750 /spool/in/new && mkdir logs
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app /app/reports /app/reports/daily /spool /spool/in /spool/in/new /app/logs
USER 10001:10001
CMD ["python", "count.py"]
