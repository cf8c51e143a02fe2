# Which python the start script finds is not in sight: bash asks instead.
FROM debian:12-slim
COPY venv /opt/venv
COPY start.sh /start.sh
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8000"]
ENTRYPOINT ["/start.sh"]
CMD ["python", "-m", "http.server", "8000"]
