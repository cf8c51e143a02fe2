# Any user of the group root may write: that is how it is meant to run.
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN useradd -u 10001 web
RUN chown -R web:0 /app && chmod -R g=u /app
USER web
CMD ["python", "main.py"]
