# Who owns these is said already; system paths stay root's.
FROM python:3.12-slim
WORKDIR /app
COPY --chown=root:root config.yaml .
COPY app.conf /etc/app.conf
COPY src ./src
CMD ["python", "src/main.py"]
