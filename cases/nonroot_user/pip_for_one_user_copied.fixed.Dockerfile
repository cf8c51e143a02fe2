# what pip installs for root alone lies in root's home; PATH and Python are led to where all find it
FROM python:3.12-slim AS packages
WORKDIR /src
COPY requirements.txt .
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
RUN python -m pip install --user --no-cache-dir -r requirements.txt

FROM python:3.12-slim
WORKDIR /app
ENV PYTHONUSERBASE=/opt/python
COPY --from=packages /root/.local /opt/python
ENV PYTHONUNBUFFERED=1 \
    PATH="/opt/python/bin:${PATH}"
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["uvicorn", "shop.main:app", "--host", "0.0.0.0"]
