# The cache is off, or not used.
FROM python:3.12-slim
RUN uv pip install --no-cache a && uv pip install --no-cache-dir b && uv sync -n
RUN UV_NO_CACHE=1 uv sync
RUN uv pip list && uv run pytest && uv venv
ENV UV_NO_CACHE=true
RUN uv sync
