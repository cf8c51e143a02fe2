# where the package has made the account already, it keeps the number that it has
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends icecast2 && rm -rf /var/lib/apt/lists/*
RUN getent passwd icecast2 || useradd --system icecast2
USER icecast2
CMD ["icecast2", "-c", "/etc/icecast2/icecast.xml"]
