# The build fills a database, which lies among the files.
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN python manage.py migrate
RUN useradd -u 10001 web
RUN chown -R web:web /app
USER web
CMD ["python", "main.py"]
