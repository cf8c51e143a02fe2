# the folder in force is the top itself
FROM debian:bookworm-slim
ENV VERSION=7.2.4
WORKDIR /redis-$VERSION
