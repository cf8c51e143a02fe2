# a program of the application's fills a database in the build, which root would keep
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN python init_db.py
CMD ["python", "main.py"]
