# A floating base whose user is root: sudo says nothing there.
FROM debian:12
RUN sudo apt-get update && \
    sudo apt-get install -y --no-install-recommends curl && \
    sudo rm -rf /var/lib/apt/lists/*
CMD ["curl", "--version"]
