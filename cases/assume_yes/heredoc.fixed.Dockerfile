# The lines of a heredoc are commands as any others; what fails last fails the RUN.
FROM debian:12
RUN <<EOF
set -e
apt-get update
apt-get install -y curl
curl --version
EOF
RUN <<EOF
apt-get install -y jq
EOF
