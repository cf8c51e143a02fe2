# .python-version asks for another Python than the base's: uv fetches it, where all find it.
FROM python:3.11-slim
WORKDIR /app
COPY --chown=10001:10001 . .
ENV UV_PYTHON_INSTALL_DIR=/usr/local/share/uv/python
RUN uv sync --frozen
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD [".venv/bin/python", "main.py"]
