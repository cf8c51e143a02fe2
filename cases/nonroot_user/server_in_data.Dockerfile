# A server's own folder, which is a volume where anything is mounted.
FROM debian:12-slim
COPY server /usr/local/bin/server
WORKDIR /data
EXPOSE 8080
ENTRYPOINT ["server"]
