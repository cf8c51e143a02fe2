# Without set -e the script's status is that of its last command: it must not be hidden.
FROM debian:12
RUN <<EOF
apt-get update
apt-get install -y curl
EOF
