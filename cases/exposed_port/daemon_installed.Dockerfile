# A daemon is installed, and something starts it.
FROM debian:12
RUN apt-get update && apt-get install -y docker.io
EXPOSE 2375
CMD ["dockerd", "-H", "tcp://0.0.0.0:2375"]
