# The destination is a variable's.
FROM python:3.12-slim
ENV APP_HOME=/srv/shop
WORKDIR $APP_HOME
COPY . $APP_HOME
CMD ["python", "main.py"]
