# a module that lies where PYTHONPATH says makes a folder that only root could make
FROM python:3.12-slim
ENV PYTHONPATH="${PYTHONPATH}:/srv/jobs"
WORKDIR /srv/jobs
COPY . .
CMD ["python", "bin/start.py"]
