# Folders that the build makes and leaves empty are for the program.
FROM debian:12-slim
WORKDIR /app
RUN mkdir -p /app/logs /var/lib/collector /opt/tool && tar -xf /tmp/tool.tar -C /opt/tool
COPY --chown=10001:10001 collector .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app /app/logs /var/lib/collector
USER 10001:10001
CMD ["./collector"]
