# an entrypoint in Python runs the command, which writes to a folder that only root could make
FROM python:3.12-slim
WORKDIR /app
COPY . .
ENTRYPOINT ["python", "entrypoint.py"]
CMD ["python", "main.py"]
