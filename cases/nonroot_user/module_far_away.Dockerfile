# what is imported from far away is read, too: it makes a folder that only root could make;
# what it is given to write to is not looked for any further
FROM python:3.12-slim
WORKDIR /app
COPY . .
CMD ["python", "main.py"]
