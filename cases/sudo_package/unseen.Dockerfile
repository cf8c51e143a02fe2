# A script that is not in sight may run it: from the context, from the network.
FROM debian:12
RUN apt-get update && apt-get install -y sudo git
COPY entrypoint.sh /
ENTRYPOINT ["/entrypoint.sh"]
FROM debian:12
RUN apt-get update && apt-get install -y sudo git
RUN curl -fsSL https://example.com/install | bash
CMD ["git", "--version"]
