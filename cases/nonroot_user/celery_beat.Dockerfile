# celery beat keeps its schedule where it is started, here in /, and -A is not its command.
FROM python:3.12-slim
COPY shop /shop
CMD ["celery", "-A", "shop", "beat"]
