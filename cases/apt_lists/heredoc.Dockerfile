# A heredoc script: a line of its own under set -e.
FROM debian:12
RUN <<EOF
set -e
apt-get update
apt-get install -y curl
EOF
