# What a virtual environment holds writes nothing beside itself.
FROM python:3.11-slim
RUN curl -fsSL https://example.org/models.tar.gz | tar -xz -C /srv
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir datasette
CMD ["/opt/venv/bin/datasette", "serve"]
