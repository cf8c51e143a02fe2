# Another stage looks for the browser in root's home, where it has to stay.
FROM python:3.11-slim AS tools
RUN pip install --no-cache-dir playwright && playwright install firefox
FROM tools AS shots
WORKDIR /app
COPY . .
COPY --from=tools /root/.cache /opt/cache
CMD ["python", "shoot.py"]
