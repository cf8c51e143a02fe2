# without a configuration it keeps its data in /data/db, whoever it is
FROM debian:bookworm-slim
COPY mongodb.list /etc/apt/sources.list.d/
RUN apt-get update && apt-get install -y --no-install-recommends mongodb-org && rm -rf /var/lib/apt/lists/* && mkdir -p /data/db
ENTRYPOINT ["/usr/bin/mongod"]
