# The base has no Python: the one that uv fetches, to which .venv leads, goes where all find it.
FROM debian:bookworm-slim
COPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/uv
WORKDIR /app
COPY --chown=10001:10001 . .
ENV UV_PYTHON_INSTALL_DIR=/usr/local/share/uv/python
RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["/app/.venv/bin/python", "main.py"]
