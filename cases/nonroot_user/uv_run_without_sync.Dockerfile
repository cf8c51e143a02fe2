# The environment is used as the build left it.
FROM python:3.12-slim
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
COPY src ./src
CMD ["uv", "run", "--no-sync", "python", "-m", "shop"]
