# Something else looks for it where it is: in root's home, which it would have to leave with it.
FROM debian:bookworm-slim
COPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/uv
WORKDIR /app
COPY . .
RUN uv sync --frozen && ln -s /root/.local/share/uv/python/cpython-3.12/bin/python3 /usr/bin/python3
CMD ["/app/.venv/bin/python", "main.py"]
