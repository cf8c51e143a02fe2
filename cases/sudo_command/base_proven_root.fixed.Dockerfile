# The base is not known, but it installs packages without sudo: root is the user.
FROM registry.example.com/team/base:1
RUN apt-get update && apt-get install -y curl
RUN rm -rf /var/lib/apt/lists/*
