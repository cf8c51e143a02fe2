# A script that is under sudo from the first line to the last.
FROM debian:12
RUN useradd -m app
USER app
RUN <<EOF
set -e
sudo apt-get update
sudo apt-get install -y git
EOF
CMD ["x"]
