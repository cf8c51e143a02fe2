# In branches, nested shells, exec form, with comments, and behind a variable.
FROM python:3.12-slim
RUN if [ -f uv.lock ]; then uv sync --no-cache; else uv pip install --no-cache .; fi
RUN UV_HTTP_TIMEOUT=500 uv pip install --no-cache torch || uv pip install --no-cache torch
RUN sh -c 'uv sync --no-cache' && (cd /app && uv sync --no-cache)
RUN ["uv", "sync", "--no-cache"]
RUN uv venv && \
    # the program
    uv pip install --no-cache \
        a \
        b
ONBUILD RUN uv sync --no-cache
