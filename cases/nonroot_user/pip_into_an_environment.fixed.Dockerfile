# The virtual environment that comes first in PATH is what it writes to.
FROM python:3.12-slim
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /srv
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /opt/venv \
    && chown 10001:10001 /srv \
    && chown -R 10001:10001 /opt/venv
USER 10001:10001
CMD ["sh", "-c", "pip install -r requirements.txt && gunicorn app:app"]
