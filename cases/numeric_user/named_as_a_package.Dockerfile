# the package of this name makes no account
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends adduser git && rm -rf /var/lib/apt/lists/*
RUN adduser --system --group --home /srv/git git
USER git
CMD ["git", "daemon", "--base-path=/srv/git"]
