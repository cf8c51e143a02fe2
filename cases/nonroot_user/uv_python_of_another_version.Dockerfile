# .python-version asks for another Python than the base's: uv fetches it, where all find it.
FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN uv sync --frozen
CMD [".venv/bin/python", "main.py"]
