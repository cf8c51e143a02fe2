# uv run installs the group dev that the build left out, and the project itself, when it starts.
FROM python:3.12-slim
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
COPY --chown=10001:10001 src ./src
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /app/.venv \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /app/.venv
USER 10001:10001
CMD ["uv", "run", "--frozen", "uvicorn", "shop.main:app"]
