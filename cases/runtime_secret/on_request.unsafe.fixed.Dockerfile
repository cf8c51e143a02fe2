# The program reads the password when it starts, and nothing here would give it to it.
FROM python:3.12-slim
ENV DB_HOST=db
CMD ["python", "app.py"]
