# The build makes a database in the application's folder, as root.
FROM python:3.12-slim
WORKDIR /code
COPY . .
RUN pip install django && python manage.py migrate
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
