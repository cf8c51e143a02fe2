# The build has done all that uv run would: nothing of the environment is written.
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN uv sync --locked --no-dev --extra web
CMD ["uv", "run", "--no-dev", "--extra", "web", "main.py"]
