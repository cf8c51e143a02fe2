# The variable puts the browsers where only root gets at them.
FROM python:3.11-slim
ENV PLAYWRIGHT_BROWSERS_PATH=/root/.cache/ms-playwright
RUN pip install --no-cache-dir playwright && playwright install --with-deps firefox
WORKDIR /app
COPY . .
CMD ["python", "watch.py"]
