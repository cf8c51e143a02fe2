# the package of this name makes no account
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends adduser git && rm -rf /var/lib/apt/lists/*
RUN adduser --uid 10001 --system --group --home /srv/git git
USER 10001:10001
CMD ["git", "daemon", "--base-path=/srv/git"]
