# What a virtual environment holds writes nothing beside itself.
FROM python:3.11-slim
RUN curl -fsSL https://example.org/models.tar.gz | tar -xz -C /srv
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir datasette
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["/opt/venv/bin/datasette", "serve"]
