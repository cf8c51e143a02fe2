# The tool fetches Playwright's browser, and asks it where that goes.
FROM python:3.12-slim
RUN pip install --no-cache-dir crawl4ai && crawl4ai-setup
COPY main.py /srv/main.py
CMD ["python", "/srv/main.py"]
