# what pip installs for root alone lies in root's home; PATH and Python are led to where all find it
FROM python:3.12-slim AS packages
WORKDIR /src
COPY requirements.txt .
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
RUN python -m pip install --user --no-cache-dir -r requirements.txt

FROM python:3.12-slim
WORKDIR /app
COPY --from=packages /root/.local /root/.local
ENV PYTHONUNBUFFERED=1 \
    PATH="/root/.local/bin:${PATH}"
COPY . .
CMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0"]
