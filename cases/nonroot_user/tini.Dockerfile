# An init runs what follows it.
FROM debian:12
RUN apt-get update && apt-get install -y tini
WORKDIR /app
COPY worker .
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["./worker"]
