# uv's Python is outside of root's home, and everyone can run it.
FROM debian:bookworm-slim
ENV UV_PYTHON_INSTALL_DIR=/opt/python
WORKDIR /app
COPY . .
RUN uv sync --frozen
CMD ["/app/.venv/bin/python", "main.py"]
