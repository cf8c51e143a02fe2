# uv's Python is outside of root's home, and everyone can run it.
FROM debian:bookworm-slim
ENV UV_PYTHON_INSTALL_DIR=/opt/python
WORKDIR /app
COPY --chown=10001:10001 . .
RUN uv sync --frozen
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["/app/.venv/bin/python", "main.py"]
