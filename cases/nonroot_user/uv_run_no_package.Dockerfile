# A project that is no package, and has no groups: what is copied behind uv sync changes nothing.
FROM python:3.12-slim
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-install-project
COPY . .
CMD ["uv", "run", "main.py"]
