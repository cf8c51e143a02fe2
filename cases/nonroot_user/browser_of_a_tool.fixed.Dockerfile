# The tool fetches Playwright's browser, and asks it where that goes.
FROM python:3.12-slim
ENV PLAYWRIGHT_BROWSERS_PATH=/usr/local/share/ms-playwright
RUN pip install --no-cache-dir crawl4ai && crawl4ai-setup
COPY --chown=10001:10001 main.py /srv/main.py
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["python", "/srv/main.py"]
