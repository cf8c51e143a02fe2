# On a cache mount the packages are meant to stay, and a clean takes them anyway.
FROM debian:12
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    apt-get update && apt-get install -y curl
RUN apt-get update && apt-get install -y jq && apt-get clean
