# without a configuration it keeps its data in /data/db, whoever it is
FROM debian:bookworm-slim
COPY mongodb.list /etc/apt/sources.list.d/
RUN apt-get update && apt-get install -y --no-install-recommends mongodb-org && rm -rf /var/lib/apt/lists/* && mkdir -p /data/db
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /data \
    && chown -R 10001:10001 /data/db
USER 10001:10001
ENTRYPOINT ["/usr/bin/mongod"]
