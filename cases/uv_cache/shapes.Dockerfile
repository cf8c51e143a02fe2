# In branches, nested shells, exec form, with comments, and behind a variable.
FROM python:3.12-slim
RUN if [ -f uv.lock ]; then uv sync; else uv pip install .; fi
RUN UV_HTTP_TIMEOUT=500 uv pip install torch || uv pip install torch
RUN sh -c 'uv sync' && (cd /app && uv sync)
RUN ["uv", "sync"]
RUN uv venv && \
    # the program
    uv pip install \
        a \
        b
ONBUILD RUN uv sync
