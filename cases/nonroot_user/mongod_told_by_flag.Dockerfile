# the package's configuration names folders of the package's account
FROM debian:bookworm-slim
COPY mongodb.list /etc/apt/sources.list.d/
RUN apt-get update && apt-get install -y --no-install-recommends mongodb-org && rm -rf /var/lib/apt/lists/*
ENTRYPOINT ["/usr/bin/mongod", "--config", "/etc/mongod.conf"]
