# A mount holds for both users' commands; where all are root's, it stays with them.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN --mount=type=cache,target=/var/cache/apt sudo apt-get update && sudo apt-get install -y git
RUN --mount=type=cache,target=/tmp/cache make && sudo make install
CMD ["x"]
