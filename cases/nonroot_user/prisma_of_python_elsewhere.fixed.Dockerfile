# Where a variable puts the engine, everyone finds it; nothing is made when migrations are applied.
FROM python:3.12-slim
ENV PRISMA_BINARY_CACHE_DIR=/opt/prisma
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY --chown=10001:10001 . .
RUN prisma generate
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["sh", "-c", "prisma migrate deploy && uvicorn main:app --host 0.0.0.0"]
