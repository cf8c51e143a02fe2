# syntax=docker/dockerfile:1
# Only root could read the secret.
FROM python:3.12-slim
USER 10001:10001
RUN --mount=type=secret,id=token,uid=10001,gid=10001 cat /run/secrets/token > /dev/null
