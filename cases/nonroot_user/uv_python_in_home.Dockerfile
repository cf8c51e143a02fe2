# The base has no Python: uv fetches one into /root/.local/share/uv, to which .venv leads.
FROM debian:bookworm-slim
COPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/uv
WORKDIR /app
COPY . .
RUN uv sync --frozen
CMD ["/app/.venv/bin/python", "main.py"]
