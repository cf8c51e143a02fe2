# the name is one to log in with elsewhere
FROM debian:bookworm-slim
COPY watch /usr/local/bin/watch
CMD ["/usr/local/bin/watch", "--user", "reader", "-h", "db"]
