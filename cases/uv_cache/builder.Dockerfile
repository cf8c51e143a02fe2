# Only the environment leaves this stage.
FROM python:3.12-slim AS build
RUN uv sync --frozen

FROM python:3.12-slim
COPY --from=build /app/.venv /app/.venv
