# The distribution's Python is the one that is asked for.
FROM ubuntu:24.04
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN uv sync --frozen --python 3.12
CMD [".venv/bin/python", "main.py"]
