# A floating base whose user is root: sudo says nothing there.
FROM debian:12
RUN apt-get update && \
    apt-get install -y --no-install-recommends curl && \
    rm -rf /var/lib/apt/lists/*
CMD ["curl", "--version"]
