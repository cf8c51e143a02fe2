# A folder that is given for two reasons is named once.
FROM python:3.11-slim
RUN mkdir /jobs && chmod 700 /jobs
WORKDIR /jobs
COPY . .
CMD ["python", "work.py"]
