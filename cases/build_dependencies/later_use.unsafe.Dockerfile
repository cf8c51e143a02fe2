# A later RUN installs as well; and here is a script that may.
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends gcc && pip install uwsgi
COPY requirements.txt .
RUN pip install -r requirements.txt
CMD ["uwsgi"]
