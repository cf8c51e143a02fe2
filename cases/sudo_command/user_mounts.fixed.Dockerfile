# A mount holds for both users' commands; where all are root's, it stays with them.
FROM ubuntu:24.04
RUN useradd -m app
RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git
USER app
RUN --mount=type=cache,target=/tmp/cache make && sudo make install
CMD ["x"]
