# What installs the AWS CLI copies files: it needs no lists.
FROM debian:12
RUN apt-get update && apt-get install -y curl unzip && rm -rf /var/lib/apt/lists/*
RUN curl -fsSL https://awscli.amazonaws.com/awscli-exe-linux-x86_64.zip -o cli.zip \
    && unzip cli.zip \
    && ./aws/install
