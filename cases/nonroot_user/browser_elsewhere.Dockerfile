# The browser is where everyone can read it.
FROM python:3.12
ENV PLAYWRIGHT_BROWSERS_PATH=/opt/browsers
WORKDIR /app
RUN pip install playwright && playwright install chromium
COPY . .
CMD ["python", "main.py"]
