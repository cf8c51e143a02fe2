# The build makes a database in the application's folder, as root.
FROM python:3.12-slim
WORKDIR /code
COPY --chown=10001:10001 . .
RUN pip install django && python manage.py migrate
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /code
USER 10001:10001
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
