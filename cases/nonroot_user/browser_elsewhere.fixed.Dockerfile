# The browser is where everyone can read it.
FROM python:3.12
ENV PLAYWRIGHT_BROWSERS_PATH=/opt/browsers
WORKDIR /app
RUN pip install playwright && playwright install chromium
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "main.py"]
