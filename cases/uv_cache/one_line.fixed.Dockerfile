# Every way to install with uv.
FROM python:3.12-slim
COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/uv
RUN uv sync --frozen --no-cache
RUN uv pip install --no-cache --system -r requirements.txt
RUN uv pip sync --no-cache requirements.txt && uv tool install --no-cache ruff
RUN uv add --no-cache httpx
