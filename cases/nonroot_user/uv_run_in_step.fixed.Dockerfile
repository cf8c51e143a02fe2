# The build has done all that uv run would: nothing of the environment is written.
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN uv sync --locked --no-dev --extra web
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["uv", "run", "--no-dev", "--extra", "web", "main.py"]
