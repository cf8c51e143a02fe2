# The instructions of ONBUILD would run as the user.
FROM python:3.12
WORKDIR /app
ONBUILD COPY . .
CMD ["python", "main.py"]
