# Whoever needs sudo to install needs it to remove.
FROM example.com/desktop:1
USER dev
RUN sudo apt-get update && sudo apt-get install -y curl && sudo rm -rf /var/lib/apt/lists/*
