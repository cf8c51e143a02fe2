# a database that the build unpacks in the place of its archive is root's otherwise
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN gunzip seed/orders.db.gz
CMD ["python", "main.py"]
