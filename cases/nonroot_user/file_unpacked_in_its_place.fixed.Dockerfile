# a database that the build unpacks in the place of its archive is root's otherwise
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN gunzip seed/orders.db.gz
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app /app/seed/orders.db
USER 10001:10001
CMD ["python", "main.py"]
