# manage.py by its own name fills a database in the build, which root would keep
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN ./manage.py migrate
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
