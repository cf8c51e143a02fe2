# Django answers 400 to a Host that it does not know: only the port is asked.
FROM python:3.12-slim
WORKDIR /code
COPY . .
CMD python manage.py runserver 0.0.0.0:8000
