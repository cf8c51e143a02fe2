# syntax=docker/dockerfile:1
# Which number that account has is not in sight.
FROM registry.example.com/base:1
USER service
RUN --mount=type=secret,id=token cat /run/secrets/token
