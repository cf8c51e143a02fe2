# Nobody but root could install packages, so the base runs as root; what else it needs is not known.
FROM registry.example.com/team/runtime:4
RUN apt-get update && apt-get install -y libpq5
WORKDIR /app
COPY --chown=10001:10001 . .
RUN echo app:x:10001: >> /etc/group \
    && echo app:x:10001:10001::/home/app:/sbin/nologin >> /etc/passwd \
    && mkdir -p /home/app \
    && chown 10001:10001 /home/app \
    && chown 10001:10001 /app
USER 10001:10001
ENTRYPOINT ["/app/serve"]
