# Certificates and keys to check signatures with are public, as is a file of settings.
FROM debian:12-slim
COPY ca.pem server.pem repository.key /etc/ssl/
COPY id_rsa.pub /root/.ssh/authorized_keys
COPY .env.example .env /app/
