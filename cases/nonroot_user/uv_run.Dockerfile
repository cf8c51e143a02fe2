# uv run installs the group dev that the build left out, and the project itself, when it starts.
FROM python:3.12-slim
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
COPY src ./src
CMD ["uv", "run", "--frozen", "uvicorn", "shop.main:app"]
