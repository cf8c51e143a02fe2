# A server's own folder, which is a volume where anything is mounted.
FROM debian:12-slim
COPY server /usr/local/bin/server
WORKDIR /data
EXPOSE 8080
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /data
USER 10001:10001
ENTRYPOINT ["server"]
