# Placeholders, paths, switches and fingerprints are no secrets; nor is a login that all know.
FROM python:3.12-slim
ENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305
ENV DB_PASSWORD="" API_TOKEN=changeme SECRET_KEY=your-secret-key
ENV MYSQL_ALLOW_EMPTY_PASSWORD=yes TOKEN_TTL=3600
ENV TLS_PRIVATE_KEY=/run/secrets/tls.key ADMIN_PASSWORD_FILE=/run/secrets/admin
ENV DATABASE_URL=postgres://postgres:postgres@db/app
ENV PYTHON_SHA256=8d3ed8ec5c88c1c95f5e558612a725450d2452813ddad5e58fdb1a53b1209b78
CMD ["python", "app.py"]
