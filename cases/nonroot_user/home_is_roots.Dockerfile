# HOME is said to be root's, which the program would look into.
FROM python:3.12
ENV HOME=/root
WORKDIR /app
COPY . .
CMD ["python", "main.py"]
