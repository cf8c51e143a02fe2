# a program of the application's fills a database in the build, which root would keep
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN python init_db.py
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["python", "main.py"]
