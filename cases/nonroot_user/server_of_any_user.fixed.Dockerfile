# memcached asks only root whom to go on as
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends memcached && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["memcached", "-u", "nobody", "-m", "64"]
