# another image takes from there
FROM python:3.12-slim AS web
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --user -r requirements.txt
COPY . .
CMD ["python", "main.py"]

FROM python:3.12-slim AS tools
COPY --from=web /root/.local /opt/tools
CMD ["python", "/opt/tools/bin/report"]

FROM web
