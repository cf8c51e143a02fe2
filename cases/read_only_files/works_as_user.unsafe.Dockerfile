# The user installs there as a part of the build.
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN groupadd -g 10001 web && useradd -u 10001 -g web web
COPY --chown=web:web . .
USER web
RUN pip install --target=/app/lib -r requirements.txt
CMD ["python", "main.py"]
