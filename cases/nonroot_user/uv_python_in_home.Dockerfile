# The base has no Python: the one that uv fetches, to which .venv leads, goes where all find it.
FROM debian:bookworm-slim
COPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/uv
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen
CMD ["/app/.venv/bin/python", "main.py"]
