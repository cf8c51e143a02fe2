# The program keeps its database in a folder of its own.
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 main.py ./
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /var/lib/shop \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /var/lib/shop
USER 10001:10001
CMD ["python", "main.py"]
