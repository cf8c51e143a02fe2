# The browser is in root's home.
FROM python:3.12
WORKDIR /app
RUN pip install playwright && playwright install chromium
COPY . .
CMD ["python", "main.py"]
