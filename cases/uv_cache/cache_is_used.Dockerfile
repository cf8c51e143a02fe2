# On a mount, for a later RUN without a network, or by the environment that links to it.
FROM python:3.12-slim AS mounted
RUN --mount=type=cache,target=/root/.cache/uv uv sync
ENV UV_CACHE_DIR=/uv
RUN --mount=type=cache,target=/uv uv sync

FROM python:3.12-slim AS offline
RUN uv sync --no-install-project
RUN uv sync --offline

FROM python:3.12-slim AS linked
ENV UV_LINK_MODE=symlink
RUN uv sync

FROM python:3.12-slim AS removed
RUN uv sync && rm -r ~/.cache

FROM python:3.12-slim
RUN uv sync --cache-dir /tmp/uv
