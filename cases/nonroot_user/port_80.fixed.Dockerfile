# A low port is no reason for root any more; the edit says so.
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
EXPOSE 80
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "-m", "http.server", "80"]
