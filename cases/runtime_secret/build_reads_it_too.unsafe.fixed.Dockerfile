# syntax=docker/dockerfile:1
# The build reads the key as the program does: it is given to both.
FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
RUN --mount=type=secret,id=DJANGO_SECRET_KEY,env=DJANGO_SECRET_KEY python manage.py collectstatic --noinput
CMD ["gunicorn", "site.wsgi"]
