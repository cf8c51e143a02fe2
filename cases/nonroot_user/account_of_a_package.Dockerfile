# the build prepares the account that the package makes: whatever starts, starts something as it
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends postsrsd && rm -rf /var/lib/apt/lists/*
COPY start /usr/local/bin/start
RUN usermod --home /srv/srs postsrsd && mkdir -p /srv/srs && chown postsrsd:nogroup /srv/srs
ENTRYPOINT ["/usr/local/bin/start"]
