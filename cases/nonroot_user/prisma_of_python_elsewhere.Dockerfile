# Where a variable puts the engine, everyone finds it; nothing is made when migrations are applied.
FROM python:3.12-slim
ENV PRISMA_BINARY_CACHE_DIR=/opt/prisma
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN prisma generate
CMD ["sh", "-c", "prisma migrate deploy && uvicorn main:app --host 0.0.0.0"]
