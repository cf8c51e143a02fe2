# What the image is built on in this file gives its files too.
FROM python:3.12-slim AS base
WORKDIR /app
COPY --chown=10001:10001 . .
FROM base AS test
RUN pip install pytest && pytest
FROM base
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "main.py"]
