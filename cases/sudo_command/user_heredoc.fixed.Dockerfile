# A script that is under sudo from the first line to the last.
FROM debian:12
RUN useradd -m app
RUN <<EOF
set -e
apt-get update
apt-get install -y git
EOF
USER app
CMD ["x"]
