# the name is one to log in with elsewhere
FROM debian:bookworm-slim
COPY watch /usr/local/bin/watch
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["/usr/local/bin/watch", "--user", "reader", "-h", "db"]
