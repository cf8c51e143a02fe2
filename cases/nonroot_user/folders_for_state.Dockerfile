# Folders that the build makes and leaves empty are for the program.
FROM debian:12-slim
WORKDIR /app
RUN mkdir -p /app/logs /var/lib/collector /opt/tool && tar -xf /tmp/tool.tar -C /opt/tool
COPY collector .
CMD ["./collector"]
