# an entrypoint in Python runs the command, which writes to a folder that only root could make
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /var/lib/orders \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /var/lib/orders
USER 10001:10001
ENTRYPOINT ["python", "entrypoint.py"]
CMD ["python", "main.py"]
