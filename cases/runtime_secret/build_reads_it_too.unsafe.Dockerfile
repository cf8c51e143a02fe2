# The build reads the key as the program does: it is given to both.
FROM python:3.12-slim
ENV DJANGO_SECRET_KEY=kq8v2lw9x0z7m4n5 \
    PYTHONUNBUFFERED=1
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
RUN python manage.py collectstatic --noinput
CMD ["gunicorn", "site.wsgi"]
