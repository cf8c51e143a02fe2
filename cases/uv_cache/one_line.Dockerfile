# Every way to install with uv.
FROM python:3.12-slim
COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/uv
RUN uv sync --frozen
RUN uv pip install --system -r requirements.txt
RUN uv pip sync requirements.txt && uv tool install ruff
RUN uv add httpx
