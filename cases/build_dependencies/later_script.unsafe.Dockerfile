# What the script does is not known.
FROM python:3.12-slim
COPY . .
RUN apt-get update && apt-get install -y --no-install-recommends gcc && pip install uwsgi
RUN ./build.sh
CMD ["uwsgi"]
