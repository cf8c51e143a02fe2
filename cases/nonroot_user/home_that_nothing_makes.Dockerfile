# the file's own account has no home folder, and the program keeps something there: root's was there
FROM python:3.12-slim
RUN groupadd -r app && useradd -r -g app app
WORKDIR /app
COPY . .
CMD ["python", "main.py"]
